package dev.fairlead.proxy.http;

import static dev.fairlead.proxy.http.FakeExchanges.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class H2ServerEdgeTest {
    private final FakeExchanges exchanges = new FakeExchanges();
    private final H2Wire wire = H2Wire.server(exchanges, Http2Settings.defaultSettings());
    private final H2Peer client = wire.peer;

    @AfterEach
    void nothingIsLeftInMemory() {
        wire.close();
    }

    private static Http2Headers get() {
        return new DefaultHttp2Headers(false)
                .method("GET")
                .scheme("http")
                .path("/a")
                .authority("h");
    }

    private Http2FrameStream ask(boolean last) {
        Http2FrameStream stream = client.head(get(), last);
        wire.exchange();
        return stream;
    }

    private void answer(int index, String text) {
        exchanges.response(index).head(head(200), false);
        exchanges.response(index).data(wire.buffer(text), true, () -> {});
        wire.exchange();
    }

    @Test
    void streamsAreIndependentOfEachOther() {
        Http2FrameStream one = ask(false);
        ask(true);
        answer(1, "two");
        client.data(one, "body", true);
        wire.exchange();
        answer(0, "one");

        assertThat(exchanges.request(0).calls).containsExactly("head", "last data body");
        assertThat(exchanges.request(1).calls).containsExactly("last head");
        assertThat(client.heard)
                .containsExactly("5 head 200", "5 last data two", "3 head 200", "3 last data one");
    }

    @Test
    void passesTrailersBothWays() {
        Http2FrameStream stream = ask(false);
        client.head(stream, new DefaultHttp2Headers().set("x", "y"), true);
        wire.exchange();
        exchanges.response(0).head(head(200), false);
        exchanges.response(0).trailers(new DefaultHttp2Headers(false).set("connection", "z"));
        wire.exchange();

        assertThat(exchanges.request(0).trailers)
                .isEqualTo(new DefaultHttp2Headers().set("x", "y"));
        assertThat(client.heard).hasSize(2).last().asString().doesNotContain("connection");
    }

    @Test
    void givesTheWindowBackOnlyWhenBytesAreWritten() {
        exchanges.slow = true;
        Http2FrameStream stream = ask(false);
        client.data(stream, "a".repeat(70_000), false);
        wire.exchange();

        assertThat(exchanges.request(0).body).hasSize(65_535);
        assertThat(wire.heldWindow(stream.id())).isEqualTo(65_535);
        exchanges.request(0).letGoOn();
        wire.exchange();

        assertThat(exchanges.request(0).body).hasSize(70_000);
        exchanges.request(0).letGoOn();
        assertThat(wire.heldWindow(stream.id())).isZero();
        assertThat(wire.heldWindow()).isZero();
    }

    @Test
    void givesTheWindowOfAnAbandonedStreamBackOnce() {
        exchanges.slow = true;
        Http2FrameStream stream = ask(false);
        client.data(stream, "a".repeat(1000), false);
        wire.exchange();
        client.reset(stream, Http2Error.CANCEL);
        wire.exchange();
        assertThat(wire.heldWindow()).isZero();

        exchanges.request(0).letGoOn();

        assertThat(wire.heldWindow()).isZero();
        assertThat(wire.isOpen()).isTrue();
    }

    @Test
    void givesTheWindowOfAResetStreamBack() {
        Http2FrameStream stream = ask(false);
        exchanges.response(0).abort(Http2Error.CANCEL);
        client.data(stream, "a".repeat(1000), false);
        wire.exchange();

        assertThat(client.heard).containsExactly("3 reset CANCEL");
        assertThat(wire.heldWindow()).isZero();
    }

    @Test
    void aResetReachesTheExchangeAndNoOther() {
        Http2FrameStream one = ask(true);
        ask(true);

        client.reset(one, Http2Error.ENHANCE_YOUR_CALM);
        wire.exchange();

        assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.ENHANCE_YOUR_CALM);
        assertThat(exchanges.request(1).aborted).isNull();
        answer(0, "late");
        answer(1, "still");
        assertThat(client.heard).containsExactly("5 head 200", "5 last data still");
    }

    @Test
    void aResetOfTheServersReachesTheClientWithItsCode() {
        ask(true);

        exchanges.response(0).abort(Http2Error.ENHANCE_YOUR_CALM);
        wire.exchange();

        assertThat(client.heard).containsExactly("3 reset ENHANCE_YOUR_CALM");
    }

    @Test
    void anEarlyAnswerStopsTheRequestWithoutAnError() {
        ask(false);
        answer(0, "early");

        exchanges.response(0).abort(Http2Error.NO_ERROR);
        wire.exchange();

        assertThat(client.heard)
                .containsExactly("3 head 200", "3 last data early", "3 reset NO_ERROR");
    }

    @Test
    void anAnswerGivenAtOnceIsWhole() {
        exchanges.atOnce = response -> response.head(head(204), true);

        ask(true);

        assertThat(client.heard).containsExactly("3 last head 204");
    }

    static Stream<Consumer<Http2Headers>> malformed() {
        return Stream.of(
                head -> head.path("a"),
                head -> head.path("*"),
                head -> head.path("/a b"),
                head -> head.path("/a#b"),
                head -> head.path("http://h/"),
                head -> head.method("G ET"),
                head -> head.method("CONNECT"),
                head -> head.scheme("ht tp"),
                head -> head.authority("a@b"),
                head -> head.authority("a/b"),
                head -> head.set("host", "other"),
                head -> head.add("host", "h").add("host", "h"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedHeadGets400(Consumer<Http2Headers> change) {
        Http2Headers head = get();
        change.accept(head);
        client.head(head, true);
        ask(true);
        answer(0, "other");

        assertThat(exchanges.problems).containsExactly(RequestProblem.MALFORMED);
        assertThat(client.heard)
                .containsExactly("3 last head 400", "5 head 200", "5 last data other");
    }

    @ParameterizedTest
    @ValueSource(strings = {":method", ":path", ":scheme"})
    void aHeadWithoutWhatEachHasIsResetAndCounted(String field) {
        Http2Headers head = get();
        head.remove(field);
        client.head(head, true);
        ask(true);
        answer(0, "other");

        assertThat(exchanges.problems).containsExactly(RequestProblem.MALFORMED);
        assertThat(client.heard)
                .containsExactly("3 reset PROTOCOL_ERROR", "5 head 200", "5 last data other");
    }

    static Stream<Consumer<Http2Headers>> forbidden() {
        return Stream.of(
                head -> head.set("connection", "close"),
                head -> head.set("transfer-encoding", "chunked"),
                head -> head.set("keep-alive", "5"),
                head -> head.set("upgrade", "x"),
                head -> head.set("te", "gzip"),
                head -> head.set("x", "a\r\nb: c"),
                head -> head.set("x", "a\nb"),
                head -> head.set("x", "a\0b"),
                head -> head.path(""),
                head -> head.set("X", "a"),
                head -> head.set("x y", "a"),
                head -> head.set("x:y", "a"),
                head -> head.set(":status", "200"),
                head -> head.set(":unknown", "x"),
                head -> head.add(":path", "/b"),
                head -> head.set("content-length", "x"),
                head -> head.set("content-length", "5"),
                head -> head.add("content-length", "0").add("content-length", "1"));
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void whatHttp2ForbidsResetsItsStreamOnly(Consumer<Http2Headers> change) {
        ask(true);
        Http2Headers head = get();
        change.accept(head);
        client.head(head, true);
        wire.exchange();
        answer(0, "other");

        assertThat(client.heard)
                .containsExactly("5 reset PROTOCOL_ERROR", "3 head 200", "3 last data other");
        assertThat(wire.isOpen()).isTrue();
    }

    @Test
    void pseudoFieldsInTrailersResetTheStream() {
        Http2FrameStream stream = ask(false);
        client.head(stream, new DefaultHttp2Headers(false).path("/"), true);
        wire.exchange();

        assertThat(client.heard).containsExactly("3 reset PROTOCOL_ERROR");
        assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.CANCEL);
    }

    @Test
    void aBodyThatIsNotAsLongAsItSaysIsCalledOff() {
        Http2FrameStream stream = client.head(get().set("content-length", "5"), false);
        client.data(stream, "abc", true);
        wire.exchange();

        assertThat(client.heard).containsExactly("3 reset PROTOCOL_ERROR");
        assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.CANCEL);
        assertThat(wire.heldWindow()).isZero();
    }

    @Test
    void aHeadOverTheLimitGets431() {
        ask(true);
        client.head(get().set("x", "a".repeat(1000)), true);
        wire.exchange();
        answer(0, "other");

        assertThat(client.heard)
                .contains("5 last head 431", "3 last data other")
                .doesNotContain("error");
        assertThat(wire.isOpen()).isTrue();
    }

    @Test
    void acknowledgesPings() {
        client.say(new DefaultHttp2PingFrame(7));
        wire.exchange();

        assertThat(client.heard).containsExactly("pong 7");
    }

    @Test
    void drainsInTwoSteps() {
        ask(true);
        wire.edge.pipeline().fireUserEventTriggered(Drain.INSTANCE);
        client.head(get(), true); // on its way when the first GOAWAY arrives
        wire.exchange();

        assertThat(client.heard)
                .containsExactly("go away 2147483647 NO_ERROR", "ping", "go away 5 NO_ERROR");
        answer(0, "one");
        assertThat(wire.isOpen()).isTrue();
        answer(1, "two");
        assertThat(client.heard).contains("3 last data one", "5 last data two");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void drainWaitsForBytesThatTheClientHasNoRoomFor() {
        ask(true);
        wire.edge.pipeline().fireUserEventTriggered(Drain.INSTANCE);
        wire.exchange();
        answer(0, "a".repeat(70_000));
        assertThat(wire.isOpen()).isTrue();

        client.say(
                new io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame(65_535)
                        .stream(client.streams.getFirst()));
        wire.exchange();

        assertThat(String.join("", client.heard)).contains("3 last data a");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void drainClosesAnIdleConnection() {
        wire.edge.pipeline().fireUserEventTriggered(Drain.INSTANCE);

        assertThat(wire.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken frame", "end of input", "close"})
    void noStreamSurvivesItsConnection(String end) {
        ask(true);
        ask(false);
        switch (end) {
            case "broken frame" ->
                    wire.edge.writeInbound(wire.buffer("\0\0\u0004\u0004\0\0\0\0\0abcd"));
            case "end of input" ->
                    wire.edge.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            default -> wire.edge.close().addListener(closed -> {});
        }

        assertThat(wire.isOpen()).isFalse();
        assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.CANCEL);
        assertThat(exchanges.request(1).aborted).isEqualTo(Http2Error.CANCEL);
    }

    @Test
    void dismissesAClientThatSendsNoSettings() {
        try (H2Wire silent = H2Wire.silentClient(exchanges)) {
            silent.edge.advanceTimeBy(H2Wire.SETTINGS_TIMEOUT.toSeconds(), TimeUnit.SECONDS);

            assertThat(silent.isOpen()).isFalse();
        }
    }

    @Test
    void keepsAnIdleClientThatHasSentItsSettings() {
        wire.edge.advanceTimeBy(1, TimeUnit.HOURS);

        assertThat(wire.isOpen()).isTrue();
    }
}
