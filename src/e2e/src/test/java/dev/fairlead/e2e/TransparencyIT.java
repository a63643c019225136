package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.e2e.RawPeer.Message;
import dev.fairlead.e2e.Ways.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is sent arrives as it was sent, and what does not belong to the next connection stays
 * behind: through one proxy, inbound or outbound, and through a pair of them, also where these
 * speak HTTP/2 with each other.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class TransparencyIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH");

    @TempDir private static Path folder;

    @AutoClose private static RawServer application;
    @AutoClose private static Ways ways;

    @BeforeAll
    static void start() {
        application = new RawServer();
        ways = new Ways(folder, application.port());
    }

    @ParameterizedTest
    @EnumSource
    void plainRequestPasses(Way way) throws IOException {
        application.answers("HTTP/1.1 200 Fine\r\nContent-Length: 5\r\nX-Own: yes\r\n\r\nhello");
        try (RawPeer peer = ways.connect(way)) {
            peer.say(
                    "GET /some/path?query=%20 HTTP/1.1\r\nHost: "
                            + way.host()
                            + "\r\nX-Mine: a, b\r\nx-mine: c\r\n\r\n");

            Message answer = peer.hear();

            assertThat(answer.start()).startsWith("HTTP/1.1 200");
            assertThat(answer.field("x-own")).isEqualTo("yes");
            assertThat(answer.body()).isEqualTo("hello");
            Message request = application.request();
            assertThat(request.start()).isEqualTo("GET /some/path?query=%20 HTTP/1.1");
            assertThat(request.field("host")).isEqualTo(way.host());
            assertThat(request.all("x-mine")).containsExactly("a, b", "c");
        }
    }

    @ParameterizedTest
    @EnumSource
    void fieldsOfTheConnectionAreRemoved(Way way) throws IOException {
        application.answers(
                """
                HTTP/1.1 200 OK
                Connection: X-Server, close
                X-Server: one
                Keep-Alive: 500
                Proxy-Connection: a
                Content-Length: 2

                ok\
                """
                        .replace("\n", "\r\n"));
        try (RawPeer peer = ways.connect(way)) {
            peer.say(
                    head(
                            "GET / HTTP/1.1",
                            "Host: " + way.host(),
                            "Connection: X-Client, keep-alive",
                            "X-Client: two",
                            "Keep-Alive: 500",
                            "Proxy-Connection: b"));

            Message answer = peer.hear();

            assertThat(answer.body()).isEqualTo("ok");
            assertThat(answer.names())
                    .doesNotContain("connection", "x-server", "keep-alive", "proxy-connection");
            assertThat(application.request().names())
                    .doesNotContain("connection", "x-client", "keep-alive", "proxy-connection");
        }
    }

    @ParameterizedTest
    @EnumSource
    void http10ArrivesWithItsHost(Way way) throws IOException {
        application.plays(peer -> {
            application.heard(peer.hear());
            peer.say("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok");
            peer.close();
        });
        try (RawPeer peer = ways.connect(way)) {
            peer.say(head("GET / HTTP/1.0", "Host: " + way.host()));

            Message answer = peer.hear();

            assertThat(answer.start()).startsWith("HTTP/1.0 200");
            assertThat(answer.body()).isEqualTo("ok");
            assertThat(peer.hearRest()).isEmpty();
            assertThat(application.request().start()).isEqualTo("GET / HTTP/1.0");
            assertThat(application.request().field("host")).isEqualTo(way.host());
        }
    }

    /** Outbound, such a request says where it goes only if its connection was redirected. */
    @Test
    void http10ArrivesWithoutHost() throws IOException {
        application.answers(OK);
        try (RawPeer peer = ways.connect(Way.INBOUND)) {
            peer.say("GET / HTTP/1.0\r\n\r\n");

            assertThat(peer.hear().body()).isEqualTo("ok");
            assertThat(application.request().start()).isEqualTo("GET / HTTP/1.0");
            assertThat(application.request().names()).doesNotContain("host");
        }
    }

    @ParameterizedTest
    @EnumSource
    void absoluteTargetAndHostArriveAsTheyAre(Way way) throws IOException {
        application.answers(OK);
        String line = "GET http://%s/a?b HTTP/1.1".formatted(way.host());
        try (RawPeer peer = ways.connect(way)) {
            peer.say(head(line, "Host: foo.bar"));

            assertThat(peer.hear().body()).isEqualTo("ok");
            assertThat(application.request().start()).isEqualTo(line);
            assertThat(application.request().all("host")).containsExactly("foo.bar");
        }
    }

    @ParameterizedTest
    @EnumSource
    void upgradeMakesATunnel(Way way) throws IOException {
        application.plays(peer -> {
            application.heard(peer.hear());
            peer.say(head("HTTP/1.1 101 Switching", "Connection: upgrade", "Upgrade: chat"));
            chat(peer);
        });
        try (RawPeer peer = ways.connect(way)) {
            peer.say(
                    head(
                            "GET /chat HTTP/1.1",
                            "Host: " + way.host(),
                            "Connection: upgrade",
                            "Upgrade: chat"));

            Message answer = peer.hearHead();

            assertThat(answer.start()).startsWith("HTTP/1.1 101");
            assertThat(answer.field("upgrade")).isEqualTo("chat");
            assertThat(answer.field("connection")).isEqualToIgnoringCase("upgrade");
            assertChats(peer);
            assertThat(application.request().field("upgrade")).isEqualTo("chat");
        }
    }

    /** Answers bytes that are no HTTP, and ends. */
    private static void chat(RawPeer peer) throws IOException {
        assertThat(peer.hear(6)).isEqualTo("\0ping\n");
        peer.say("\0pong\n");
        peer.close();
    }

    private static void assertChats(RawPeer peer) throws IOException {
        peer.say("\0ping\n");
        assertThat(peer.hear(6)).isEqualTo("\0pong\n");
        assertThat(peer.hearRest()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void headersOfTheMeshAreNotLeaked(Way way) throws IOException {
        application.answers(
                head("HTTP/1.1 200 OK", "l5d-orig-proto: HTTP/1.1", "Content-Length: 0"));
        try (RawPeer peer = ways.connect(way)) {
            peer.say(
                    head(
                            "GET / HTTP/1.1",
                            "Host: " + way.host(),
                            "l5d-orig-proto: HTTP/1.0",
                            "l5d-client-id: somebody.else"));

            assertThat(peer.hear().names()).doesNotContain("l5d-orig-proto");
            assertThat(application.request().names())
                    .doesNotContain("l5d-orig-proto", "l5d-client-id");
        }
    }

    @ParameterizedTest
    @EnumSource
    void upgradeToHttp2IsNotOffered(Way way) throws IOException {
        application.answers(OK);
        try (RawPeer peer = ways.connect(way)) {
            peer.say(
                    head(
                            "GET / HTTP/1.1",
                            "Host: " + way.host(),
                            "Connection: upgrade, http2-settings",
                            "Upgrade: h2c",
                            "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"));

            assertThat(peer.hear().start()).startsWith("HTTP/1.1 200");
            assertThat(application.request().names())
                    .doesNotContain("connection", "upgrade", "http2-settings");
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectMakesATunnel(Way way) throws IOException {
        String line = "CONNECT %s:80 HTTP/1.1".formatted(way.host());
        application.plays(peer -> {
            application.heard(peer.hear());
            peer.say("HTTP/1.1 200 OK\r\n\r\n");
            chat(peer);
        });
        try (RawPeer peer = ways.connect(way)) {
            peer.say(head(line, "Host: " + way.host()));

            assertThat(peer.hearHead().start()).startsWith("HTTP/1.1 200");
            assertChats(peer);
            assertThat(application.request().start()).isEqualTo(line);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerToConnectLosesItsLength(Way way) throws IOException {
        application.plays(peer -> {
            application.heard(peer.hear());
            peer.say(head("HTTP/1.1 200 OK", "Content-Length: 0"));
            chat(peer);
        });
        try (RawPeer peer = ways.connect(way)) {
            peer.say(head("CONNECT %s:80 HTTP/1.1".formatted(way.host()), "Host: " + way.host()));

            Message answer = peer.hearHead();

            assertThat(answer.names()).doesNotContain("content-length", "transfer-encoding");
            assertChats(peer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void targetThatDoesNotFitItsMethodIs400(Way way) throws IOException {
        application.answers(OK);
        List<String> lines =
                List.of(
                        "CONNECT /origin-form HTTP/1.1",
                        "CONNECT / HTTP/1.1",
                        "CONNECT http://test/bar HTTP/1.1",
                        "CONNECT http://test HTTP/1.1",
                        "CONNECT * HTTP/1.1",
                        "GET test HTTP/1.1",
                        "CONNECT test:80 HTTP/1.0");
        for (String line : lines) {
            try (RawPeer peer = ways.connect(way)) {
                peer.say(head(line, "Host: " + way.host()));

                String version = line.substring(line.lastIndexOf(' ') + 1);
                assertThat(peer.hear().start()).as(line).startsWith(version + " 400");
                assertThat(peer.hearRest()).as(line).isEmpty();
            }
        }
        assertThat(application.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void bodyWithALengthKeepsIt(Way way) throws IOException {
        application.answers(OK);
        try (RawPeer peer = ways.connect(way)) {
            peer.say(head("POST / HTTP/1.1", "Host: " + way.host(), "Content-Length: 5"));
            peer.say("hello");

            assertThat(peer.hear().body()).isEqualTo("ok");
            assertThat(application.request().body()).isEqualTo("hello");
            assertThat(application.request().field("content-length")).isEqualTo("5");
            assertThat(application.request().names()).doesNotContain("transfer-encoding");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bodyInChunksStaysInChunks(Way way) throws IOException {
        application.answers(
                head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "5\r\nworld\r\n0\r\n\r\n");
        try (RawPeer peer = ways.connect(way)) {
            peer.say(head("POST / HTTP/1.1", "Host: " + way.host(), "Transfer-Encoding: chunked"));
            peer.say("5\r\nhello\r\n0\r\n\r\n");

            Message answer = peer.hear();

            assertThat(answer.body()).isEqualTo("world");
            assertThat(answer.field("transfer-encoding")).isEqualTo("chunked");
            assertThat(answer.names()).doesNotContain("content-length");
            assertThat(application.request().body()).isEqualTo("hello");
            assertThat(application.request().field("transfer-encoding")).isEqualTo("chunked");
            assertThat(application.request().names()).doesNotContain("content-length");
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestWithoutABodyGetsNoFraming(Way way) throws IOException {
        try (RawPeer peer = ways.connect(way)) {
            for (String method : METHODS) {
                application.answers(head("HTTP/1.1 204 No Content"));
                peer.say(head(method + " / HTTP/1.1", "Host: " + way.host()));

                assertThat(peer.hear().start()).as(method).startsWith("HTTP/1.1 204");
                assertThat(application.request().names())
                        .as(method)
                        .doesNotContain("transfer-encoding", "content-length");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void lengthOfZeroIsKept(Way way) throws IOException {
        try (RawPeer peer = ways.connect(way)) {
            for (String method : METHODS) {
                application.answers(head("HTTP/1.1 200 OK", "Content-Length: 0"));
                peer.say(head(method + " / HTTP/1.1", "Host: " + way.host(), "Content-Length: 0"));

                Message answer = peer.hear();

                assertThat(answer.all("content-length")).as(method).containsExactly("0");
                assertThat(answer.names()).as(method).doesNotContain("transfer-encoding");
                assertThat(application.request().all("content-length"))
                        .as(method)
                        .containsExactly("0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerWithoutABodyGetsNoFraming(Way way) throws IOException {
        try (RawPeer peer = ways.connect(way)) {
            for (String exchange : List.of("HEAD 200", "GET 204", "GET 304")) {
                String[] parts = exchange.split(" ", 2);
                application.answers(head("HTTP/1.1 " + parts[1] + " Whatever"));
                peer.say(head(parts[0] + " / HTTP/1.1", "Host: " + way.host()));

                Message answer = peer.hearHead();

                assertThat(answer.start()).startsWith("HTTP/1.1 " + parts[1]);
                assertThat(answer.names()).as(exchange).doesNotContain("transfer-encoding");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerToHeadKeepsItsLength(Way way) throws IOException {
        try (RawPeer peer = ways.connect(way)) {
            application.answers(head("HTTP/1.1 200 OK", "Content-Length: 55"));
            peer.say(head("HEAD / HTTP/1.1", "Host: " + way.host()));
            assertThat(peer.hearHead().all("content-length")).containsExactly("55");

            application.answers(OK);
            peer.say(head("GET / HTTP/1.1", "Host: " + way.host()));
            assertThat(peer.hear().body()).as("the next answer").isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bodyMayEndWithItsConnection(Way way) throws IOException {
        application.plays(peer -> {
            peer.hear();
            peer.say("HTTP/1.0 200 OK\r\n\r\nhello");
            peer.close();
        });
        try (RawPeer peer = ways.connect(way)) {
            peer.say(head("GET / HTTP/1.0", "Host: " + way.host()));

            Message answer = peer.hearHead();

            assertThat(answer.names()).doesNotContain("transfer-encoding", "content-length");
            assertThat(peer.hearRest()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionServesAnyHost(Way way) throws IOException {
        application.answers(OK);
        List<String> hosts =
                way == Way.INBOUND ? List.of("a", "b", "", "") : List.of(way.host(), way.host());
        try (RawPeer peer = ways.connect(way)) {
            for (String host : hosts) {
                peer.say(head("GET / HTTP/1.1", "Host: " + host));
                assertThat(peer.hear().body()).isEqualTo("ok");
            }

            assertThat(application.requests())
                    .extracting(request -> request.field("host"))
                    .containsExactlyElementsOf(hosts);
            assertThat(application.used()).isEqualTo(1);
        }
    }

    private static String head(String start, String... fields) {
        return start
                + "\r\n"
                + String.join("", List.of(fields).stream().map(field -> field + "\r\n").toList())
                + "\r\n";
    }
}
