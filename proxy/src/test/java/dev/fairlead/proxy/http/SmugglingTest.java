package dev.fairlead.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Known ways to make two HTTP/1 parsers disagree, each refused and its connection closed. */
class SmugglingTest {
    private static final String HOST = "Host: h|";

    /** A request, and the status that it deserves. */
    record Attack(String name, String bytes, int status) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Attack bad(String name, String bytes) {
        return new Attack(name, bytes, 400);
    }

    private static Attack head(String name, String line, String fields) {
        return bad(name, line + "|" + HOST + fields + "|");
    }

    private static Attack field(String name, String fields) {
        return head(name, "POST / HTTP/1.1", fields);
    }

    static Stream<Attack> attacks() {
        return Stream.of(framing(), fields(), targets(), lines()).flatMap(group -> group);
    }

    private static Stream<Attack> framing() {
        String chunked = "Transfer-Encoding: chunked|";
        return Stream.of(
                field("length and chunked", "Content-Length: 5|" + chunked),
                field("chunked and length", chunked + "Content-Length: 5|"),
                field("two lengths", "Content-Length: 5|Content-Length: 6|"),
                field("the same length twice", "Content-Length: 5|Content-Length: 5|"),
                field("lengths in a list", "Content-Length: 5, 6|"),
                field("negative length", "Content-Length: -1|"),
                field("signed length", "Content-Length: +5|"),
                field("hexadecimal length", "Content-Length: 0x5|"),
                field("length with a blank in it", "Content-Length: 1 2|"),
                field("length beyond a long", "Content-Length: 99999999999999999999|"),
                field("empty length", "Content-Length: |"),
                field("unknown coding", "Transfer-Encoding: xchunked|"),
                field("coding with a prefix", "Transfer-Encoding: \u000bchunked|"),
                field("coding before chunked", "Transfer-Encoding: gzip, chunked|"),
                field("chunked is not last", "Transfer-Encoding: chunked, gzip|"),
                field("chunked twice", "Transfer-Encoding: chunked, chunked|"),
                field("two lines of chunked", chunked + chunked),
                field("identity", "Transfer-Encoding: identity|"),
                field("chunked in quotes", "Transfer-Encoding: \"chunked\"|"),
                field("chunked with a parameter", "Transfer-Encoding: chunked;q=1|"),
                bad("chunked in HTTP/1.0", "POST / HTTP/1.0|" + HOST + chunked + "|0||"),
                field("chunk size with a sign", chunked + "|+5|"),
                field("chunk size in 0x", chunked + "|0x5|"),
                field("negative chunk", chunked + "|-1|"),
                field("chunk size that wraps", chunked + "|100000005|"),
                field("chunk longer than it says", chunked + "|3|abcd|0|"),
                field("chunk without a size", chunked + "|;ext|"),
                bad(
                        "chunk lines that end in LF",
                        "POST / HTTP/1.1|" + HOST + chunked + "|3\nabc\n0\n\n"),
                head("body of an old WebSocket", "GET /", "HTTP/1.1|"),
                head(
                        "eight bytes that nothing announces",
                        "GET / HTTP/1.1",
                        "Connection: Upgrade|Upgrade: WebSocket|"
                                + "Sec-WebSocket-Key1: 1|Sec-WebSocket-Key2: 2|"),
                head("CONNECT with a body", "CONNECT h:1 HTTP/1.1", "Content-Length: 5|"),
                head("CONNECT with chunks", "CONNECT h:1 HTTP/1.1", chunked));
    }

    private static Stream<Attack> fields() {
        return Stream.of(
                bad("no host", "GET / HTTP/1.1||"),
                field("two hosts", "Host: h|"),
                bad("hosts in a list", "GET / HTTP/1.1|Host: a, b||"),
                bad("host with a path", "GET / HTTP/1.1|Host: a/b||"),
                bad("host with a user", "GET / HTTP/1.1|Host: a@b||"),
                bad("host with a blank", "GET / HTTP/1.1|Host: a b||"),
                field("blank before the colon", "Content-Length : 5|"),
                field("tab before the colon", "Transfer-Encoding\t: chunked|"),
                field("no colon", "Content-Length 5|"),
                field("no name", ": 5|"),
                field("NUL in a name", "X\0: 5|"),
                field("NUL in a value", "X: a\0b|"),
                field("CR in a value", "X: a\rTransfer-Encoding: chunked|"),
                field("LF ends a line", "X: a\nTransfer-Encoding: chunked|"),
                field("parenthesis in a name", "(x): a|"),
                field("non-ASCII in a name", "x\u00e9: a|"),
                bad("a first line that is folded", "GET / HTTP/1.1| X: a|" + HOST + "|"));
    }

    private static Stream<Attack> targets() {
        return Stream.of(
                head("blank in the target", "GET /a b HTTP/1.1", ""),
                head("control character in the target", "GET /a\u0001 HTTP/1.1", ""),
                head("NUL in the target", "GET /\0 HTTP/1.1", ""),
                head("DEL in the target", "GET /\u007f HTTP/1.1", ""),
                head("fragment in the target", "GET /a#b HTTP/1.1", ""),
                head("bytes that are no UTF-8", "GET /\u00ff HTTP/1.1", ""),
                head("no target", "GET HTTP/1.1", ""),
                head("a name as target", "GET test HTTP/1.1", ""),
                head("asterisk with GET", "GET * HTTP/1.1", ""),
                head("user in an absolute target", "GET http://a@h/ HTTP/1.1", ""),
                head("absolute target without a host", "GET http:///a HTTP/1.1", ""),
                head("CONNECT to a path", "CONNECT /origin-form HTTP/1.1", ""),
                head("CONNECT to the root", "CONNECT / HTTP/1.1", ""),
                head("CONNECT to an absolute target", "CONNECT http://test/bar HTTP/1.1", ""),
                head("CONNECT to a scheme and host", "CONNECT http://test HTTP/1.1", ""),
                head("CONNECT to an asterisk", "CONNECT * HTTP/1.1", ""),
                head("CONNECT without a port", "CONNECT h HTTP/1.1", ""),
                bad("CONNECT in HTTP/1.0", "CONNECT h:1 HTTP/1.0|Host: h||"));
    }

    private static Stream<Attack> lines() {
        return Stream.of(
                head("version 0.9", "GET / HTTP/0.9", ""),
                head("version 1.2", "GET / HTTP/1.2", ""),
                head("version 2.0", "GET / HTTP/2.0", ""),
                head("version of three digits", "GET / HTTP/1.10", ""),
                head("version in small letters", "GET / http/1.1", ""),
                head("no version", "GET /", ""),
                head("method that is no token", "G(ET / HTTP/1.1", ""),
                head("blank after the version", "GET / HTTP/1.1 ", ""),
                new Attack("long line", "GET /" + "a".repeat(300) + " HTTP/1.1|Host: h||", 414),
                new Attack(
                        "long fields", "GET / HTTP/1.1|Host: h|X: " + "a".repeat(1100) + "||", 431),
                new Attack(
                        "long trailers",
                        "POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||0|X: "
                                + "a".repeat(1100)
                                + "||",
                        431));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isRefusedAndTheConnectionCloses(Attack attack) {
        FakeExchanges exchanges = new FakeExchanges();
        try (H1Wire wire = H1Wire.server(exchanges)) {
            wire.receive(attack.bytes() + "GET /smuggled HTTP/1.1|Host: h||");

            String sent = wire.sent();
            assertThat(sent).matches("HTTP/1\\.[01] " + attack.status() + " .*");
            assertThat(sent).contains("|connection: close|").containsOnlyOnce("HTTP/1.");
            assertThat(exchanges.problems).hasSize(1);
            assertThat(exchanges.opened)
                    .allSatisfy(opened -> {
                        assertThat(opened.request().aborted).isNotNull();
                        assertThat(opened.request().head().path()).doesNotHaveToString("/smuggled");
                    });
            wire.receiveEnd();
            assertThat(wire.isOpen()).isFalse();
        }
    }

    @Test
    void theVersionOfARefusalIsTheRequests() {
        FakeExchanges exchanges = new FakeExchanges();
        try (H1Wire wire = H1Wire.server(exchanges)) {
            wire.receive("CONNECT h:1 HTTP/1.0|Host: h||");

            assertThat(wire.sent()).startsWith("HTTP/1.0 400 Bad Request|");
        }
        try (H1Wire wire = H1Wire.server(exchanges)) {
            wire.receive("nonsense||");

            assertThat(wire.sent()).startsWith("HTTP/1.1 400 Bad Request|");
        }
    }

    @Test
    void aFoldedFieldBecomesOneLine() {
        FakeExchanges exchanges = new FakeExchanges();
        try (H1Wire wire = H1Wire.server(exchanges)) {
            wire.receive("GET / HTTP/1.1|Host: h|X: a| b|\tc||");

            assertThat(exchanges.request(0).field("x")).isEqualTo("a b c");
        }
    }

    @Test
    void chunkExtensionsAreNotPassedOn() {
        FakeExchanges exchanges = new FakeExchanges();
        try (H1Wire wire = H1Wire.server(exchanges)) {
            wire.receive(
                    "POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||" + "2;a=\"b\"|hi|0;c||");

            assertThat(exchanges.request(0).calls).containsExactly("head", "data hi", "last data ");
        }
    }

    @Test
    void anAnswerUnderWayIsCutOffWhenTheRequestBreaks() {
        FakeExchanges exchanges = new FakeExchanges();
        try (H1Wire wire = H1Wire.server(exchanges)) {
            wire.receive("POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked||");
            exchanges.response(0).head(FakeExchanges.head(200), false);
            wire.receive("zz|");

            assertThat(wire.sent()).isEqualTo("HTTP/1.1 200 OK|transfer-encoding: chunked||");
            assertThat(wire.isOpen()).isFalse();
        }
    }
}
