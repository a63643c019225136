package dev.fairlead.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H1ClientEdgeTest {
    private static final String EMPTY_OK = "HTTP/1.1 200 OK|content-length: 0||";

    private final FakeListener pool = new FakeListener();
    private final H1Wire wire = H1Wire.client(pool);
    private final AtomicInteger written = new AtomicInteger();

    @AfterEach
    void nothingIsLeftInMemory() {
        wire.close();
    }

    private static Http2Headers request(String method) {
        return new DefaultHttp2Headers(false)
                .method(method)
                .scheme("http")
                .path("/")
                .authority("h");
    }

    private Recorder ask(String method) {
        Recorder response = new Recorder();
        pool.edge().open(response).head(request(method), true);
        return response;
    }

    private Recorder answered(String answer) {
        Recorder response = ask("GET");
        wire.receive(answer);
        return response;
    }

    private MessageSink upload(Recorder response) {
        MessageSink sink = pool.edge().open(response);
        sink.head(request("POST").set("content-length", "6"), false);
        sink.data(wire.buffer("abc"), false, written::incrementAndGet);
        return sink;
    }

    @Test
    void lowersARequest() {
        ask("GET");

        assertThat(wire.sent()).isEqualTo("GET / HTTP/1.1|host: h||");
        assertThat(pool.edge().room()).isZero();
    }

    @Test
    void isUsedAgainAfterAWholeAnswer() {
        Recorder response = answered("HTTP/1.1 200 OK|Content-Length: 3|X: y||abc");

        assertThat(response.calls).containsExactly("head", "last data abc");
        assertThat(response.field("x")).isEqualTo("y");
        assertThat(pool.edge().room()).isEqualTo(1);
        assertThat(pool.said).containsExactly("connected", "room");
    }

    @Test
    void passesChunksAndTrailers() {
        Recorder response =
                answered("HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|abc|0|X: y|Host: z||");

        assertThat(response.calls).containsExactly("head", "data abc", "trailers");
        assertThat(response.trailers).isEqualTo(new DefaultHttp2Headers().set("x", "y"));
        assertThat(pool.edge().room()).isEqualTo(1);
    }

    @Test
    void anAnswerToHeadHasNoBody() {
        Recorder response = ask("HEAD");
        wire.receive("HTTP/1.1 200 OK|Content-Length: 55||");

        assertThat(response.calls).containsExactly("last head");
        assertThat(response.field("content-length")).isEqualTo("55");
        assertThat(pool.edge().room()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void someStatusesHaveNoBody(String status) {
        assertThat(answered("HTTP/1.1 " + status + "||").calls).containsExactly("last head");
        assertThat(pool.edge().room()).isEqualTo(1);
    }

    @Test
    void informationalAnswersComeBeforeTheAnswer() {
        Recorder response =
                answered("HTTP/1.1 100 Continue||HTTP/1.1 103 Early Hints|Link: a||" + EMPTY_OK);

        assertThat(response.heads)
                .map(head -> String.valueOf(head.status()))
                .containsExactly("100", "103", "200");
        assertThat(pool.edge().room()).isEqualTo(1);
    }

    @Test
    void aBodyMayEndWithTheConnection() {
        Recorder response = answered("HTTP/1.1 200 OK||abc");
        wire.receive("def");
        wire.receiveEnd();

        assertThat(response.body).hasToString("abcdef");
        assertThat(response.lost).isNull();
        assertThat(response.ended).isTrue();
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void aBodyThatAResetCutsHasNotEnded() {
        Recorder response = answered("HTTP/1.1 200 OK||abc");

        wire.channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));

        assertThat(response.body).hasToString("abc");
        assertThat(response.lost).isEqualTo(ConnectionLoss.CLOSED);
        assertThat(wire.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 20",
                "HTTP/1.1 200 OK|Content-",
                "HTTP/1.1 200 OK|Content-Length: 6||abc",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|abc|",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|abc|0|"
            })
    void anAnswerCutShortIsLost(String start) {
        Recorder response = answered(start);
        wire.receiveEnd();

        assertThat(response.lost).isEqualTo(ConnectionLoss.CLOSED);
        assertThat(wire.isOpen()).isFalse();
        assertThat(pool.said).endsWith("closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage||",
                "HTTP/1.1 99 Low||",
                "HTTP/1.1 200 OK|Content-Length: 5|Transfer-Encoding: chunked||",
                "HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6||",
                "HTTP/1.1 200 OK|Content-Length: x||",
                "HTTP/1.1 200 OK|Transfer-Encoding: gzip||",
                "HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||zz|",
                "HTTP/1.1 101 Switching Protocols|Upgrade: x||"
            })
    void whatIsNoAnswerIsMalformed(String bytes) {
        assertThat(answered(bytes).lost).isEqualTo(ConnectionLoss.MALFORMED);
        assertThat(wire.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 200 OK|X: ", "HTTP/1.1 200 OK|Transfer-Encoding: chunked||0|X: "})
    void headsAndTrailersHaveALimit(String start) {
        assertThat(answered(start + "a".repeat(1100) + "||").lost)
                .isEqualTo(ConnectionLoss.HEADERS_TOO_LARGE);
        assertThat(wire.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|Content-Length: 0|Connection: close||",
                "HTTP/1.0 200 OK|Content-Length: 0||"
            })
    void isNotUsedAgainAgainstTheServersWill(String answer) {
        assertThat(answered(answer).ended).isTrue();
        assertThat(pool.edge().room()).isZero();
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void isNotUsedAgainAfterAnHttp10Request() {
        Recorder response = new Recorder();
        Http1Head head = new Http1Head(HttpVersion.HTTP_1_0, null, null, 4);
        head.method("GET").scheme("http").path("/");
        pool.edge().open(response).head(head, true);
        wire.receive(EMPTY_OK);

        assertThat(wire.sent()).isEqualTo("GET / HTTP/1.0|connection: close||");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void aServerThatClosesWhileIdleIsNoticed() {
        answered(EMPTY_OK);
        assertThat(wire.askedForMore()).isTrue();

        wire.receiveEnd();

        assertThat(pool.edge().room()).isZero();
        assertThat(pool.said).containsExactly("connected", "room", "going away", "closed");
    }

    @Test
    void bytesThatNobodyAskedForCloseTheConnection() {
        answered(EMPTY_OK);

        wire.receive(EMPTY_OK);

        assertThat(wire.isOpen()).isFalse();
        assertThat(pool.edge().room()).isZero();
    }

    @Test
    void aSecondAnswerIsNotTakenForTheNextRequests() {
        Recorder next = new Recorder();
        pool.onRoom = () -> pool.edge().open(next).head(request("GET"), true);

        Recorder first = answered(EMPTY_OK + "HTTP/1.1 200 Poisoned|Content-Length: 0||");

        assertThat(first.calls).containsExactly("last head");
        assertThat(next.calls).isEmpty();
        assertThat(pool.said).doesNotContain("room");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void aSecondAnswerDuringTheRequestSpoilsTheConnection() {
        Recorder response = new Recorder();
        MessageSink sink = upload(response);
        wire.receive(EMPTY_OK + EMPTY_OK);
        sink.data(wire.buffer("def"), true, written::incrementAndGet);

        assertThat(response.calls).containsExactly("last head");
        assertThat(wire.isOpen()).isFalse();
        assertThat(pool.said).doesNotContain("room");
    }

    @Test
    void anAnswerMayComeBeforeTheEndOfTheRequest() {
        Recorder response = new Recorder();
        MessageSink sink = upload(response);
        wire.receive(EMPTY_OK);
        assertThat(pool.edge().room()).isZero();

        sink.data(wire.buffer("def"), true, written::incrementAndGet);

        assertThat(wire.sent()).endsWith("||abcdef");
        assertThat(written).hasValue(2);
        assertThat(pool.edge().room()).isEqualTo(1);
    }

    @Test
    void aServerThatLeavesAfterItsEarlyAnswerWantsNoMore() {
        Recorder response = new Recorder();
        MessageSink sink = upload(response);
        wire.receive("HTTP/1.1 413 Too Large|Content-Length: 0|Connection: close||");
        wire.receiveEnd();

        assertThat(response.calls).containsExactly("last head", "abort NO_ERROR");
        sink.data(wire.buffer("def"), true, written::incrementAndGet);
        assertThat(written).hasValue(2);
    }

    @Test
    void anAbandonedRequestClosesTheConnection() {
        Recorder response = new Recorder();
        MessageSink sink = upload(response);

        sink.abort(Http2Error.CANCEL);
        sink.data(wire.buffer("def"), true, written::incrementAndGet);

        assertThat(wire.isOpen()).isFalse();
        assertThat(response.calls).isEmpty();
        assertThat(written).hasValue(2);
    }

    @Test
    void anUnwritableRequestIsRefusedAndTheConnectionKept() {
        Recorder response = new Recorder();
        pool.edge().open(response).head(request("GET").set("x", "a\r\nb: c"), true);

        assertThat(response.aborted).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(wire.sent()).isEmpty();
        assertThat(pool.edge().room()).isEqualTo(1);
    }

    @Test
    void readsAnAnswerOnlyAsFastAsItIsWritten() {
        Recorder response = new Recorder(true);
        pool.edge().open(response).head(request("GET"), true);
        wire.receive("HTTP/1.1 200 OK|Content-Length: 6||");
        wire.askedForMore();

        wire.receive("abc");
        assertThat(wire.askedForMore()).isFalse();
        response.letGoOn();

        assertThat(wire.askedForMore()).isTrue();
    }

    @Test
    void retiresWhenIdle() {
        Recorder response = ask("GET");
        pool.edge().retire();
        assertThat(wire.isOpen()).isTrue();

        wire.receive(EMPTY_OK);

        assertThat(response.ended).isTrue();
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void bytesInTheSegmentOfTheSwitchFollowItsHead() {
        Recorder response = new Recorder();
        Http1Head head = new Http1Head(HttpVersion.HTTP_1_1, null, "chat", 4);
        head.method("GET").scheme("http").path("/");
        MessageSink sink = pool.edge().open(response);
        sink.head(head, false);
        wire.receive("HTTP/1.1 101 Switching Protocols|Upgrade: chat||GET early");
        sink.data(wire.buffer("up"), false, written::incrementAndGet);

        assertThat(response.calls).containsExactly("head", "data GET early");
        assertThat(response.field("upgrade")).isEqualTo("chat");
        assertThat(wire.sent()).isEqualTo("GET / HTTP/1.1|connection: upgrade|upgrade: chat||up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "201 Created"})
    void anySuccessOpensATunnelForConnect(String status) {
        Recorder response = new Recorder();
        MessageSink sink = pool.edge().open(response);
        sink.head(new DefaultHttp2Headers().method("CONNECT").authority("h:1"), false);
        wire.receive("HTTP/1.1 " + status + "|Content-Length: 0||bytes");
        wire.receiveEnd();
        sink.data(wire.buffer("up"), true, written::incrementAndGet);

        assertThat(response.calls).containsExactly("head", "data bytes", "last data ");
        assertThat(wire.sent()).isEqualTo("CONNECT h:1 HTTP/1.1|host: h:1||up");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void aRefusedTunnelLeavesTheConnectionUsable() {
        Recorder response = new Recorder();
        MessageSink sink = pool.edge().open(response);
        sink.head(new DefaultHttp2Headers().method("CONNECT").authority("h:1"), false);
        wire.receive("HTTP/1.1 403 Forbidden|Content-Length: 0||");
        sink.data(wire.buffer(""), true, written::incrementAndGet);

        assertThat(response.calls).containsExactly("last head");
        assertThat(pool.edge().room()).isEqualTo(1);
        assertThat(written).hasValue(1);
    }
}
