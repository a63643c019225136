package dev.fairlead.proxy.http;

import static dev.fairlead.proxy.http.FakeExchanges.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import org.junit.jupiter.api.Test;

/** A server edge of one protocol joined to a client edge of the other. */
class CrossProtocolTest {
    /** Passes every request to one connection, and its response back. */
    private record Joined(FakeListener upstream) implements ExchangeFactory {
        @Override
        public MessageSink open(MessageSink response) {
            return upstream.edge().open(new Back(response));
        }

        @Override
        public void refuse(RequestProblem problem, MessageSink response) {
            response.head(head(400), true);
        }
    }

    private record Back(MessageSink client) implements ResponseSink {
        @Override
        public void head(Http2Headers head, boolean last) {
            client.head(head, last);
        }

        @Override
        public void data(ByteBuf data, boolean last, Runnable written) {
            client.data(data, last, written);
        }

        @Override
        public void trailers(Http2Headers trailers) {
            client.trailers(trailers);
        }

        @Override
        public void abort(Http2Error reason) {
            client.abort(reason);
        }

        @Override
        public void lost(ConnectionLoss loss) {
            client.abort(Http2Error.INTERNAL_ERROR);
        }
    }

    private final FakeListener upstream = new FakeListener();

    private static Http2Headers request(String method) {
        return new DefaultHttp2Headers(false)
                .method(method)
                .scheme("http")
                .path("/p\u00c3\u00a9?q")
                .authority("h:1");
    }

    @Test
    void http1RequestsTravelOverHttp2() {
        try (H2Wire out = H2Wire.client(upstream, Http2Settings.defaultSettings());
                H1Wire in = H1Wire.server(new Joined(upstream))) {
            in.receive(
                    "POST /a HTTP/1.1|Host: h|TE: trailers|X-Case: V|Transfer-Encoding: chunked||"
                            + "3|abc|0|T: 1||");
            out.exchange();
            Http2FrameStream stream = out.peer.streams.getFirst();
            out.peer.head(stream, head(200), false);
            out.peer.data(stream, "xyz", false);
            out.peer.head(stream, new DefaultHttp2Headers().set("u", "2"), true);
            out.exchange();

            assertThat(out.peer.heads.getFirst().names())
                    .map(CharSequence::toString)
                    .containsExactlyInAnyOrder(
                            ":method",
                            ":path",
                            ":scheme",
                            ":authority",
                            "te",
                            "x-case",
                            "l5d-orig-proto");
            assertThat(out.peer.heard).hasSize(3).contains("3 head /a", "3 data abc");
            assertThat(in.sent())
                    .isEqualTo("HTTP/1.1 200 OK|transfer-encoding: chunked||3|xyz|0|u: 2||");
        }
    }

    @Test
    void http1ClientsGetAnswersToHeadWithTheirLength() {
        try (H2Wire out = H2Wire.client(upstream, Http2Settings.defaultSettings());
                H1Wire in = H1Wire.server(new Joined(upstream))) {
            in.receive("HEAD / HTTP/1.1|Host: h||");
            out.exchange();
            out.peer.head(out.peer.streams.getFirst(), head(200).set("content-length", "55"), true);
            out.exchange();

            assertThat(in.sent()).isEqualTo("HTTP/1.1 200 OK|content-length: 55||");
            assertThat(in.isOpen()).isTrue();
        }
    }

    @Test
    void http2RequestsTravelOverHttp1() {
        try (H1Wire out = H1Wire.client(upstream);
                H2Wire in = H2Wire.server(new Joined(upstream), Http2Settings.defaultSettings())) {
            Http2FrameStream stream =
                    in.peer.head(request("POST").add("cookie", "a=1").add("cookie", "b=2"), false);
            in.peer.data(stream, "abc", false);
            in.peer.head(
                    stream,
                    new DefaultHttp2Headers()
                            .set("t", "1")
                            .set("content-length", "9")
                            .set("host", "z"),
                    true);
            in.exchange();
            out.receive(
                    "HTTP/1.1 200 OK|Transfer-Encoding: chunked|Connection: X|X: y||"
                            + "3|xyz|0|U: 2|Connection: close||");
            in.exchange();

            assertThat(out.sent())
                    .isEqualTo(
                            "POST /p\u00c3\u00a9?q HTTP/1.1|host: h:1|cookie: a=1; b=2|"
                                    + "transfer-encoding: chunked||3|abc|0|t: 1||");
            assertThat(in.peer.heads)
                    .containsExactly(head(200), new DefaultHttp2Headers().set("u", "2"));
            assertThat(in.peer.heard).contains("3 head 200", "3 data xyz");
            assertThat(upstream.edge().room()).isEqualTo(1);
        }
    }

    @Test
    void http2RequestsKeepTheirLengthOverHttp1() {
        try (H1Wire out = H1Wire.client(upstream);
                H2Wire in = H2Wire.server(new Joined(upstream), Http2Settings.defaultSettings())) {
            Http2FrameStream stream =
                    in.peer.head(request("POST").set("content-length", "3"), false);
            in.peer.data(stream, "abc", true);
            in.exchange();
            out.receive("HTTP/1.1 200 OK|Content-Length: 3||xyz");
            in.exchange();

            assertThat(out.sent()).endsWith("|host: h:1|content-length: 3||abc");
            assertThat(in.peer.heard).containsExactly("3 head 200", "3 last data xyz");
        }
    }

    @Test
    void http2RequestsWithoutBodyGetNoFramingOverHttp1() {
        try (H1Wire out = H1Wire.client(upstream);
                H2Wire in = H2Wire.server(new Joined(upstream), Http2Settings.defaultSettings())) {
            in.peer.head(request("HEAD"), true);
            in.exchange();
            out.receive("HTTP/1.1 200 OK|Content-Length: 55||");
            in.exchange();

            assertThat(out.sent()).endsWith(" HTTP/1.1|host: h:1||");
            assertThat(in.peer.heard).containsExactly("3 last head 200");
            assertThat(in.peer.heads.getFirst().get("content-length")).hasToString("55");
        }
    }

    @Test
    void connectTravelsFromHttp2ToHttp1() {
        try (H1Wire out = H1Wire.client(upstream);
                H2Wire in = H2Wire.server(new Joined(upstream), Http2Settings.defaultSettings())) {
            Http2FrameStream stream =
                    in.peer.head(
                            new DefaultHttp2Headers(false).method("CONNECT").authority("h:1"),
                            false);
            in.exchange();
            out.receive("HTTP/1.1 200 OK||down");
            in.exchange();
            in.peer.data(stream, "up", false);
            in.exchange();

            assertThat(out.sent()).isEqualTo("CONNECT h:1 HTTP/1.1|host: h:1||up");
            assertThat(in.peer.heard).containsExactly("3 head 200", "3 data down");
        }
    }

    @Test
    void anAbandonedHttp2RequestClosesItsHttp1Connection() {
        try (H1Wire out = H1Wire.client(upstream);
                H2Wire in = H2Wire.server(new Joined(upstream), Http2Settings.defaultSettings())) {
            Http2FrameStream stream = in.peer.head(request("GET"), true);
            in.exchange();
            in.peer.reset(stream, Http2Error.CANCEL);
            in.exchange();

            assertThat(out.isOpen()).isFalse();
        }
    }
}
