package dev.fairlead.proxy.http;

import static dev.fairlead.proxy.http.FakeExchanges.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heads and trailers that are too long, or have too many fields; the wires allow twenty. */
class HeadLimitsTest {
    private final FakeExchanges exchanges = new FakeExchanges();
    private final FakeListener pool = new FakeListener();

    private static Http2Headers get() {
        return new DefaultHttp2Headers(false).method("GET").scheme("http").path("/").authority("h");
    }

    /** So many cookies, each a field of its own (RFC 9113 §8.2.3). */
    private static Http2Headers crumbs(Http2Headers head, int count) {
        for (int i = 0; i < count; i++) {
            head.add("cookie", "a");
        }
        return head;
    }

    private static String fields(int count) {
        return "X: a|".repeat(count);
    }

    private H2Wire client() {
        return H2Wire.server(exchanges, Http2Settings.defaultSettings());
    }

    private H2Wire server() {
        return H2Wire.client(pool, Http2Settings.defaultSettings());
    }

    private Recorder ask(H2Wire wire) {
        Recorder response = new Recorder();
        pool.edge().open(response).head(get(), true);
        wire.exchange();
        return response;
    }

    @ParameterizedTest
    @CsvSource({"16, 3 last head 204", "17, 3 last head 431"})
    void cookieCrumbsAreCounted(int crumbs, String answer) {
        exchanges.atOnce = response -> response.head(head(204), true);

        try (H2Wire wire = client()) {
            wire.peer.head(crumbs(get(), crumbs), true);
            wire.exchange();

            assertThat(wire.peer.heard).containsExactly(answer);
        }
    }

    @ParameterizedTest
    @CsvSource({"256, 3 last head 204", "257, 3 last head 414"})
    void thePathIsARequestLine(int bytes, String answer) {
        exchanges.atOnce = response -> response.head(head(204), true);

        try (H2Wire wire = client()) {
            wire.peer.head(get().path("/" + "a".repeat(bytes - 1)), true);
            wire.exchange();

            assertThat(wire.peer.heard).containsExactly(answer);
        }
    }

    @ParameterizedTest
    @CsvSource({"21, ''", "1, long"})
    void trailersTooLargeAreRefusedWhileThereIsNoAnswer(int fields, String size) {
        try (H2Wire wire = client()) {
            Http2FrameStream stream = wire.peer.head(get(), false);
            Http2Headers trailers = crumbs(new DefaultHttp2Headers(false), fields);
            trailers.add("y", size.isEmpty() ? "" : "a".repeat(1100));
            wire.peer.head(stream, trailers, true);
            wire.exchange();

            assertThat(wire.peer.heard).first().isEqualTo("3 last head 431");
            assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.CANCEL);
            assertThat(exchanges.problems).containsExactly(RequestProblem.HEADERS_TOO_LARGE);
        }
    }

    @Test
    void trailersTooLargeResetAStreamWhoseAnswerHasBegun() {
        try (H2Wire wire = client()) {
            Http2FrameStream stream = wire.peer.head(get(), false);
            wire.exchange();
            exchanges.response(0).head(head(200), false);
            wire.peer.head(stream, crumbs(new DefaultHttp2Headers(false), 21), true);
            wire.exchange();

            assertThat(wire.peer.heard).containsExactly("3 head 200", "3 reset CANCEL");
            assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.CANCEL);
        }
    }

    @ParameterizedTest
    @CsvSource({"19, 204", "20, 431"})
    void fieldsOfHttp1AreCounted(int fields, int status) {
        exchanges.atOnce = response -> response.head(head(204), true);

        try (H1Wire wire = H1Wire.server(exchanges)) {
            wire.receive("GET / HTTP/1.1|Host: h|" + fields(fields) + "|");

            assertThat(wire.sent()).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void trailersOfHttp1AreCounted() {
        try (H1Wire wire = H1Wire.server(exchanges)) {
            wire.receive(
                    "POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||0|" + fields(21) + "|");

            assertThat(wire.sent()).startsWith("HTTP/1.1 431");
            assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.CANCEL);
        }
    }

    @Test
    void responseFieldsOfHttp1AreCounted() {
        try (H1Wire wire = H1Wire.client(pool)) {
            Recorder response = new Recorder();
            pool.edge().open(response).head(get(), true);
            wire.receive("HTTP/1.1 200 OK|" + fields(21) + "|");

            assertThat(response.lost).isEqualTo(ConnectionLoss.HEADERS_TOO_LARGE);
            assertThat(wire.isOpen()).isFalse();
        }
    }

    @Test
    void responseTrailersOfHttp1AreCounted() {
        try (H1Wire wire = H1Wire.client(pool)) {
            Recorder response = new Recorder();
            pool.edge().open(response).head(get(), true);
            wire.receive("HTTP/1.1 200 OK|Transfer-Encoding: chunked||0|" + fields(21) + "|");

            assertThat(response.calls).containsExactly("head", "lost HEADERS_TOO_LARGE");
        }
    }

    @Test
    void responseFieldsOfHttp2AreCounted() {
        try (H2Wire wire = server()) {
            Recorder response = ask(wire);
            wire.peer.head(wire.peer.streams.getFirst(), crumbs(head(200), 20), true);
            wire.exchange();

            assertThat(response.lost).isEqualTo(ConnectionLoss.HEADERS_TOO_LARGE);
            assertThat(pool.edge().idle()).isTrue();
            assertThat(wire.isOpen()).isTrue();
        }
    }

    @Test
    void responseTrailersOfHttp2AreCounted() {
        try (H2Wire wire = server()) {
            Recorder response = ask(wire);
            wire.peer.head(wire.peer.streams.getFirst(), head(200), false);
            wire.peer.head(
                    wire.peer.streams.getFirst(), crumbs(new DefaultHttp2Headers(false), 21), true);
            wire.exchange();

            assertThat(response.calls).containsExactly("head", "lost HEADERS_TOO_LARGE");
        }
    }
}
