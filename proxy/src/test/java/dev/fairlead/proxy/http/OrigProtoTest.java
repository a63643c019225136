package dev.fairlead.proxy.http;

import static dev.fairlead.proxy.http.FakeExchanges.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1 over HTTP/2 between proxies. */
class OrigProtoTest {
    private final FakeExchanges exchanges = new FakeExchanges();

    private static Http2Headers asked(String origProto) {
        return new DefaultHttp2Headers(false)
                .method("GET")
                .scheme("http")
                .path("/a")
                .authority("h")
                .set("l5d-orig-proto", origProto);
    }

    /** What the head of this request is after it went over HTTP/2. */
    private static Http2Headers sent(HttpVersion version, String target, String... fields) {
        HttpRequest request = new DefaultHttpRequest(version, HttpMethod.GET, target);
        for (int i = 0; i < fields.length; i += 2) {
            request.headers().add(fields[i], fields[i + 1]);
        }
        FakeListener pool = new FakeListener();
        try (H2Wire wire = H2Wire.client(pool, Http2Settings.defaultSettings())) {
            pool.edge().open(new Recorder()).head(Http1Requests.raise(request, true), true);
            wire.exchange();
            return wire.peer.heads.getFirst();
        }
    }

    /** How the application would see this request of a proxy. */
    private HttpRequest received(Http2Headers head, boolean last) {
        try (H2Wire wire = H2Wire.fromProxy(exchanges)) {
            wire.peer.head(head, last);
            wire.exchange();
            return Http1Requests.lower(exchanges.request(0).head(), last);
        }
    }

    private HttpRequest across(HttpVersion version, String target, String... fields) {
        return received(sent(version, target, fields), true);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, /a, HTTP/1.1",
        "HTTP/1.0, /a, HTTP/1.0",
        "HTTP/1.1, http://h/a, HTTP/1.1; absolute-form"
    })
    void aRequestSaysWhatItWas(String version, String target, String expected) {
        Http2Headers head = sent(HttpVersion.valueOf(version), target, "host", "h");

        assertThat(head.get("l5d-orig-proto")).hasToString(expected);
        assertThat(head.get("host")).isNull();
    }

    @Test
    void aRequestOfHttp2SaysNothing() {
        FakeListener pool = new FakeListener();
        try (H2Wire wire = H2Wire.client(pool, Http2Settings.defaultSettings())) {
            Http2Headers head = asked("x");
            head.remove("l5d-orig-proto");
            pool.edge().open(new Recorder()).head(head, true);
            wire.exchange();

            assertThat(wire.peer.heads.getFirst().contains("l5d-orig-proto")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1, /a", "HTTP/1.0, /a?b=c", "HTTP/1.1, http://h/a", "HTTP/1.0, https://h/"})
    void theApplicationSeesWhatTheClientWrote(String version, String target) {
        HttpRequest request = across(HttpVersion.valueOf(version), target, "host", "h", "x", "y");

        assertThat(request.protocolVersion().text()).isEqualTo(version);
        assertThat(request.uri()).isEqualTo(target);
        assertThat(request.headers().get("host")).isEqualTo("h");
        assertThat(request.headers().get("x")).isEqualTo("y");
        assertThat(request.headers().contains("l5d-orig-proto")).isFalse();
    }

    @Test
    void aHostThatDiffersFromAnAbsoluteTargetStays() {
        HttpRequest request = across(HttpVersion.HTTP_1_1, "http://h/a", "host", "other");

        assertThat(request.uri()).isEqualTo("http://h/a");
        assertThat(request.headers().getAll("host")).containsExactly("other");
    }

    @Test
    void noHostIsAdded() {
        assertThat(across(HttpVersion.HTTP_1_0, "/").headers().contains("host")).isFalse();
        assertThat(exchanges.problems).isEmpty();
    }

    @Test
    void anEmptyHostStaysEmpty() {
        HttpRequest request = across(HttpVersion.HTTP_1_1, "/", "host", "");

        assertThat(request.headers().getAll("host")).containsExactly("");
    }

    @Test
    void aBodyIsFramedAnew() {
        HttpRequest chunked = received(asked("HTTP/1.1"), false);

        assertThat(chunked.headers().get("transfer-encoding")).isEqualTo("chunked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/2",
                "HTTP/1.2",
                "http/1.1",
                "HTTP/1.1; x",
                "HTTP/1.1; absolute-form; x",
                "HTTP/1.1, HTTP/1.0"
            })
    void whatCannotBeBelievedIsDropped(String value) {
        received(asked(value), true);

        assertThat(exchanges.request(0).head()).isNotInstanceOf(Http1Head.class);
        assertThat(exchanges.request(0).field("l5d-orig-proto")).isEmpty();
    }

    @Test
    void twoValuesAreDropped() {
        received(asked("HTTP/1.1").add("l5d-orig-proto", "HTTP/1.1"), true);

        assertThat(exchanges.request(0).head()).isNotInstanceOf(Http1Head.class);
        assertThat(exchanges.request(0).field("l5d-orig-proto")).isEmpty();
    }

    @Test
    void aBodyOfUnknownLengthIsNoneOfHttp10() {
        received(asked("HTTP/1.0"), false);

        assertThat(exchanges.request(0).head()).isNotInstanceOf(Http1Head.class);
    }

    @Test
    void aTunnelIsNoneOfHttp1() {
        Http2Headers connect =
                new DefaultHttp2Headers(false)
                        .method("CONNECT")
                        .authority("h:80")
                        .set("l5d-orig-proto", "HTTP/1.1");

        try (H2Wire wire = H2Wire.fromProxy(exchanges)) {
            wire.peer.head(connect, false);
            wire.exchange();

            assertThat(exchanges.request(0).head()).isNotInstanceOf(Http1Head.class);
        }
    }

    @Test
    void anApplicationIsNotBelieved() {
        try (H2Wire wire = H2Wire.server(exchanges, Http2Settings.defaultSettings())) {
            wire.peer.head(asked("HTTP/1.1"), true);
            wire.exchange();

            assertThat(exchanges.request(0).head()).isNotInstanceOf(Http1Head.class);
        }
    }

    @Test
    void theFinalResponseSaysTheVersionAgain() {
        try (H2Wire wire = H2Wire.fromProxy(exchanges)) {
            wire.peer.head(asked("HTTP/1.0"), true);
            wire.exchange();
            exchanges.response(0).head(head(103), false);
            exchanges.response(0).head(head(200).set("transfer-encoding", "chunked"), true);
            wire.exchange();

            assertThat(wire.peer.heads.getFirst().contains("l5d-orig-proto")).isFalse();
            assertThat(wire.peer.heads.getLast().get("l5d-orig-proto")).hasToString("HTTP/1.0");
            assertThat(wire.peer.heads.getLast().contains("transfer-encoding")).isFalse();
        }
    }
}
