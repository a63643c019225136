package dev.fairlead.proxy.http;

import static dev.fairlead.proxy.http.FakeExchanges.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How answers are framed for HTTP/1 clients (RFC 9112 §6). */
class H1ResponseWriterTest {
    private final FakeExchanges exchanges = new FakeExchanges();
    private final H1Wire wire = H1Wire.server(exchanges);
    private final AtomicInteger written = new AtomicInteger();

    @AfterEach
    void nothingIsLeftInMemory() {
        wire.close();
    }

    private MessageSink ask(String method) {
        wire.receive(method + " / HTTP/1.1|Host: h||");
        return exchanges.response(exchanges.opened.size() - 1);
    }

    private void data(MessageSink response, String text, boolean last) {
        response.data(wire.buffer(text), last, written::incrementAndGet);
    }

    @Test
    void anUnknownLengthIsChunked() {
        MessageSink response = ask("GET");
        response.head(head(200), false);
        data(response, "abc", false);
        data(response, "", true);

        assertThat(wire.sent()).isEqualTo("HTTP/1.1 200 OK|transfer-encoding: chunked||3|abc|0||");
        assertThat(wire.isOpen()).isTrue();
        assertThat(written).hasValue(2);
    }

    @Test
    void trailersEndAChunkedBody() {
        MessageSink response = ask("GET");
        response.head(head(200), false);
        data(response, "abc", false);
        response.trailers(
                new DefaultHttp2Headers(false)
                        .set("x", "y")
                        .set("content-length", "7")
                        .set("transfer-encoding", "z")
                        .set("connection", "w"));

        assertThat(wire.sent()).endsWith("3|abc|0|x: y||");
    }

    @Test
    void trailersDoNotFitAnnouncedLengths() {
        MessageSink response = ask("GET");
        response.head(head(200).set("content-length", "3"), false);
        data(response, "abc", false);
        response.trailers(new DefaultHttp2Headers().set("x", "y"));

        assertThat(wire.sent()).isEqualTo("HTTP/1.1 200 OK|content-length: 3||abc");
        assertThat(wire.isOpen()).isTrue();
    }

    @Test
    void anUnknownLengthEndsWithTheConnectionOfAnHttp10Client() {
        wire.receive("GET / HTTP/1.0|Connection: keep-alive||");
        MessageSink response = exchanges.response(0);
        response.head(head(200), false);
        data(response, "abc", true);

        assertThat(wire.sent()).isEqualTo("HTTP/1.0 200 OK|connection: close||abc");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void anAnswerWithoutBodySaysSo() {
        ask("GET").head(head(200), true);

        assertThat(wire.sent()).isEqualTo("HTTP/1.1 200 OK|content-length: 0||");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void bodilessAnswersHaveNoFramingAndNoBody(int status) {
        MessageSink response = ask("GET");
        response.head(head(status), false);
        data(response, "abc", true);

        assertThat(wire.sent()).matches("HTTP/1.1 " + status + " [A-Za-z ]+\\|\\|");
        assertThat(written).hasValue(1);
        assertThat(wire.isOpen()).isTrue();
    }

    @Test
    void anAnswerToHeadKeepsItsLengthAndHasNoBody() {
        ask("HEAD").head(head(200).set("content-length", "55"), true);
        MessageSink second = ask("HEAD");
        second.head(head(200), false);
        data(second, "abc", true);

        assertThat(wire.sent()).isEqualTo("HTTP/1.1 200 OK|content-length: 55||HTTP/1.1 200 OK||");
    }

    @Test
    void aBodyShorterThanAnnouncedClosesTheConnection() {
        MessageSink response = ask("GET");
        response.head(head(200).set("content-length", "5"), false);
        data(response, "abc", true);

        assertThat(wire.sent()).endsWith("||abc");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void aMissingBodyClosesTheConnection() {
        ask("GET").head(head(200).set("content-length", "5"), true);

        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void aBodyLongerThanAnnouncedIsCutOff() {
        MessageSink response = ask("GET");
        response.head(head(200).set("content-length", "2"), false);
        data(response, "abHTTP/1.1 200", false);

        assertThat(wire.sent()).doesNotContain("ab");
        assertThat(wire.isOpen()).isFalse();
        assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.CANCEL);
        assertThat(written).hasValue(1);
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForWhole() {
        MessageSink response = ask("GET");
        response.head(head(200), false);
        data(response, "abc", false);
        response.abort(Http2Error.INTERNAL_ERROR);

        assertThat(wire.sent()).endsWith("3|abc|");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void aHeadThatHttp1CannotSayEndsTheConnection() {
        ask("GET").head(head(200).set("x", "a\r\nSet-Cookie: b"), false);

        assertThat(wire.sent()).isEmpty();
        assertThat(wire.isOpen()).isFalse();
        assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.CANCEL);
    }

    @Test
    void callsAfterTheEndAreIgnored() {
        MessageSink response = ask("GET");
        response.head(head(200), true);
        response.head(head(500), true);
        data(response, "abc", true);
        response.trailers(new DefaultHttp2Headers());
        response.abort(Http2Error.NO_ERROR);

        assertThat(wire.sent()).isEqualTo("HTTP/1.1 200 OK|content-length: 0||");
        assertThat(written).hasValue(1);
        assertThat(wire.isOpen()).isTrue();
    }

    @Test
    void aSwitchThatNobodyAskedForEndsTheConnection() {
        ask("GET").head(head(101).set("upgrade", "x"), false);

        assertThat(wire.sent()).isEmpty();
        assertThat(wire.isOpen()).isFalse();
    }
}
