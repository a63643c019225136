package dev.fairlead.e2e;

import static dev.fairlead.e2e.FaultServer.both;
import static dev.fairlead.e2e.FaultServer.closes;
import static dev.fairlead.e2e.FaultServer.resets;
import static dev.fairlead.e2e.FaultServer.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Endpoints and clients that do what they should not: the right answer with its reason, nothing
 * hangs, nothing leaks, and the sidecar serves the next one.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class FaultIT {
    private static final String BAD = "bad-request";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n";

    @TempDir Path folder;

    static Stream<Arguments> answersThatAreNone() {
        return Stream.of(
                arguments("closes before the answer", closes(), "connection-lost"),
                arguments("resets before the answer", resets(), "connection-lost"),
                arguments(
                        "closes within the status line",
                        both(says("HTTP/1.1 2"), closes()),
                        "connection-lost"),
                arguments("closes within the head", both(says(HEAD), closes()), "connection-lost"),
                arguments("resets within the head", both(says(HEAD), resets()), "connection-lost"),
                arguments("says what is no HTTP", says("220 mail ready\r\n\r\n"), "bad-response"),
                arguments("says zeros", says("\0".repeat(100) + "\r\n\r\n"), "bad-response"),
                arguments(
                        "says two lengths",
                        says(HEAD + "Content-Length: 11\r\n\r\n0123456789"),
                        "bad-response"),
                arguments(
                        "says a head without end",
                        says(HEAD + "X: " + "x".repeat(200_000)),
                        "response-headers-too-large"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersThatAreNone")
    void endpointThatDoesNotAnswerIs502WithReason(
            String what, FaultServer.Fault fault, String reason) throws IOException {
        try (FaultServer server = new FaultServer(fault);
                Sidecar sidecar = outbound(server.port(), "http1");
                Http1Connection client = new Http1Connection(sidecar.outbound())) {
            Http1Connection.Answer answer = client.get(ProfileFile.WEBAPP, "/");

            assertThat(answer.status()).as(what).isEqualTo(502);
            assertThat(answer.header("l5d-proxy-reason")).isEqualTo(reason);
            assertThat(answer.header("l5d-proxy-error")).startsWith("endpoint 127.0.0.1:");
            assertThat(client.awaitEnd()).isEmpty();
            sidecar.awaitCounts(
                    "one " + reason,
                    counts -> counts.sum("proxy_error_total", "reason", reason) == 1);
            Await.until("no connection is left", server::open, open -> open == 0);
        }
    }

    @Test
    void endpointThatIsDownIs502WithReason() throws IOException {
        try (Sidecar sidecar = outbound(Applications.freePort(), "http1");
                Http1Connection client = new Http1Connection(sidecar.outbound())) {
            Http1Connection.Answer answer = client.get(ProfileFile.WEBAPP, "/");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("l5d-proxy-reason")).isEqualTo("connect-refused");
        }
    }

    /**
     * A connection for many streams is made again and again until there is one, or until fail-fast.
     */
    @ParameterizedTest
    @CsvSource({"http1, 502, connect-refused", "h2, 504, no-endpoint"})
    void endpointThatIsDownIsToldOverHttp2Too(String protocol, String status, String reason)
            throws IOException {
        try (Sidecar sidecar = outbound(Applications.freePort(), protocol);
                H2Client client = new H2Client(sidecar.outbound())) {
            Http2Headers head = client.get(ProfileFile.WEBAPP, "/").head();

            assertThat(head.status()).hasToString(status);
            assertThat(head.get("l5d-proxy-reason")).hasToString(reason);
        }
    }

    @Test
    void endpointThatTakesNoConnectionIs504WithReason() throws IOException {
        try (FullListener full = new FullListener();
                Sidecar sidecar = outbound(full.port(), "http1");
                Http1Connection client = new Http1Connection(sidecar.outbound())) {
            Http1Connection.Answer answer = client.get(ProfileFile.WEBAPP, "/");

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.header("l5d-proxy-reason")).isEqualTo("connect-timeout");
        }
    }

    @Test
    void serviceWithoutEndpointsIs504AndThen503() throws IOException {
        Path endpoints =
                ProfileFile.write(folder.resolve("endpoints.yaml"), ProfileFile.WEBAPP + ": []\n");
        try (Sidecar sidecar =
                        Sidecar.Options.PARANOID
                                .endpoints(endpoints)
                                .with("LINKERD2_PROXY_OUTBOUND_HTTP_FAILFAST_TIMEOUT", "100ms")
                                .expecting("request failed")
                                .start();
                Http1Connection first = new Http1Connection(sidecar.outbound());
                Http1Connection second = new Http1Connection(sidecar.outbound())) {
            Http1Connection.Answer waited = first.get(ProfileFile.WEBAPP, "/");
            Http1Connection.Answer refused = second.get(ProfileFile.WEBAPP, "/");

            assertThat(waited.status()).isEqualTo(504);
            assertThat(waited.header("l5d-proxy-reason")).isEqualTo("no-endpoint");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("l5d-proxy-reason")).isEqualTo("fail-fast");
        }
    }

    @Test
    void serviceThatNobodyKnowsIs503WithReason() throws IOException {
        try (Sidecar sidecar = outbound(Applications.freePort(), "http1");
                Http1Connection client = new Http1Connection(sidecar.outbound())) {
            Http1Connection.Answer answer = client.get("nobody.default.svc.cluster.local", "/");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("l5d-proxy-reason")).isEqualTo("unknown-service");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "close"})
    void bodyThatBreaksOffBreaksOffAtTheClientToo(String end) throws IOException {
        FaultServer.Fault fault =
                both(says(HEAD + "\r\n01234"), end.equals("reset") ? resets() : closes());
        try (FaultServer server = new FaultServer(fault);
                Sidecar sidecar = outbound(server.port(), "http1");
                Http1Connection client = new Http1Connection(sidecar.outbound())) {
            client.send("GET / HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(ProfileFile.WEBAPP));

            assertThatBreaksOff(client);
            sidecar.awaitCounts(
                    "a failed response",
                    counts -> counts.sum("route_response_total", "classification", "failure") == 1);
        }
    }

    /** The end of a body with a length comes too early: the connection ends, or is reset. */
    private static void assertThatBreaksOff(Http1Connection client) {
        try {
            assertThat(client.awaitEnd()).endsWith("\r\n\r\n01234");
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void silentEndpointHoldsOnlyItsOwnRequests() throws IOException {
        try (FaultServer silent = new FaultServer(says(""));
                HttpApplication healthy = new HttpApplication();
                Sidecar sidecar = outbound(silent.port(), "http1", healthy.port());
                Http1Connection waiting = new Http1Connection(sidecar.outbound());
                Http1Connection client = new Http1Connection(sidecar.outbound())) {
            waiting.send("GET / HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(ProfileFile.WEBAPP));
            Await.until("the request is there", silent::open, open -> open == 1);

            assertThat(client.get("healthy.default.svc.cluster.local", "/").status())
                    .isEqualTo(200);

            waiting.reset();
            Await.until("the request is given up", silent::open, open -> open == 0);
            assertThat(client.get("healthy.default.svc.cluster.local", "/").status())
                    .isEqualTo(200);
        }
    }

    static Stream<Arguments> requestsThatAreNone() {
        return Stream.of(
                arguments("two hosts", request("GET / HTTP/1.1", "Host: b"), 400, BAD),
                arguments("a name with a space", request("GET / HTTP/1.1", "X Y: b"), 400, BAD),
                arguments(
                        "a length and chunks",
                        request(
                                "POST / HTTP/1.1",
                                "Content-Length: 1",
                                "Transfer-Encoding: chunked"),
                        400,
                        BAD),
                arguments(
                        "a length below zero",
                        request("POST / HTTP/1.1", "Content-Length: -1"),
                        400,
                        BAD),
                arguments(
                        "a large head",
                        request("GET / HTTP/1.1", "X: " + "x".repeat(100_000)),
                        431,
                        "headers-too-large"),
                arguments(
                        "a long target",
                        request("GET /" + "x".repeat(20_000) + " HTTP/1.1"),
                        414,
                        "target-too-long"));
    }

    /** A head with one host and more. */
    private static String request(String line, String... headers) {
        StringBuilder head = new StringBuilder(line).append("\r\nHost: a\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requestsThatAreNone")
    void malformedRequestIsAnsweredAndEndsItsConnection(
            String what, String request, int status, String reason) throws IOException {
        try (HttpApplication application = new HttpApplication();
                Sidecar sidecar = inbound(application.port());
                Http1Connection client = new Http1Connection(sidecar.inbound());
                Http1Connection next = new Http1Connection(sidecar.inbound())) {
            client.send(request);

            Http1Connection.Answer answer = client.receive();
            assertThat(answer.status()).as(what).isEqualTo(status);
            assertThat(answer.header("l5d-proxy-reason")).isEqualTo(reason);
            assertThat(next.get(ProfileFile.WEBAPP, "/").status()).isEqualTo(200);
        }
    }

    @Test
    void clientsThatVanishLeaveNothingBehind() throws IOException {
        try (FastApplication application = new FastApplication();
                Sidecar sidecar = inbound(application.port())) {
            String head =
                    "GET /stuff/100000000 HTTP/1.1\r\nHost: %s\r\n".formatted(ProfileFile.WEBAPP);
            for (String said : new String[] {"", "G", head, head + "\r\n"}) {
                Http1Connection client = new Http1Connection(sidecar.inbound());
                client.send(said);
                client.reset();
            }
            Http1Connection reading = new Http1Connection(sidecar.inbound());
            reading.send(head + "\r\n");
            assertThat(reading.socket().getInputStream().readNBytes(1000)).hasSize(1000);
            reading.reset();

            sidecar.awaitCounts(
                    "no open connection",
                    counts ->
                            counts.sum("tcp_open_connections", "peer", "dst") == 0
                                    && counts.sum("tcp_open_total", "peer", "dst") > 0);
        }
    }

    @Test
    void slowRequestIsServed() throws IOException {
        try (HttpApplication application = new HttpApplication();
                Sidecar sidecar = inbound(application.port());
                Http1Connection client = new Http1Connection(sidecar.inbound())) {
            String request =
                    "POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: 5\r\n\r\n01234"
                            .formatted(ProfileFile.WEBAPP);
            for (byte b : request.getBytes(StandardCharsets.US_ASCII)) {
                client.send(new byte[] {b});
            }

            assertThat(client.receive().status()).isEqualTo(200);
        }
    }

    /** Frames of a stream that is in order, beside one whose endpoint breaks off. */
    @Test
    void otherStreamsOfTheConnectionGoOn() throws IOException {
        try (FaultServer broken = new FaultServer(both(says(HEAD + "\r\n01234"), resets()));
                FastApplication healthy = new FastApplication();
                Sidecar sidecar = outbound(broken.port(), "http1", healthy.port())) {
            try (H2Client client = new H2Client(sidecar.outbound())) {
                H2Client.Call large =
                        client.get("healthy.default.svc.cluster.local", "/stuff/20000000");
                H2Client.Call cut = client.get(ProfileFile.WEBAPP, "/");

                assertThatThrownBy(cut::body).hasMessageContaining("reset");
                assertThat(large.body()).hasSize(20_000_000);
                H2Client.Call after = client.get("healthy.default.svc.cluster.local", "/");
                assertThat(after.body()).hasSize(100);
            }
        }
    }

    private Sidecar inbound(int port) {
        return Sidecar.Options.PARANOID
                .service(ProfileFile.WEBAPP)
                .application(port)
                .expecting("request failed")
                .start();
    }

    /** Knows one service, with one endpoint. */
    private Sidecar outbound(int port, String protocol) {
        return outbound(port, protocol, port);
    }

    /** Knows another service too. */
    private Sidecar outbound(int port, String protocol, int healthyPort) {
        Path endpoints =
                ProfileFile.write(
                        folder.resolve("endpoints.yaml"),
                        """
                        %s:
                        - address: 127.0.0.1:%d
                          protocol: %s
                        healthy.default.svc.cluster.local:
                        - address: 127.0.0.1:%d
                        """
                                .formatted(ProfileFile.WEBAPP, port, protocol, healthyPort));
        return Sidecar.Options.PARANOID.endpoints(endpoints).expecting("request failed").start();
    }
}
