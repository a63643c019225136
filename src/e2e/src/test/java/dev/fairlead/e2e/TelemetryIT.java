package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.stats.MetricsText;
import dev.fairlead.cli.stats.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pair of sidecars counts of requests, and what its admin pages show. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class TelemetryIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    /** How far the page's clocks may be from ours. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    @TempDir private static Path folder;

    @AutoClose private static RawServer application;
    @AutoClose private static SidecarPair sidecars;
    private static Counts pristineClient;
    private static Counts pristineServer;

    @BeforeAll
    static void start() {
        application = new RawServer();
        Sidecar.Options options =
                Sidecar.Options.PARANOID
                        .with("LINKERD2_PROXY_INBOUND_DETECT_TIMEOUT", "1s")
                        .with("FAIRLEAD_TEST_MARK", "seen");
        sidecars = SidecarPair.start(options, folder, ProfileFile.WEBAPP, application.port());
        pristineClient = sidecars.client().counts();
        pristineServer = sidecars.server().counts();
    }

    private static String target() {
        return "127.0.0.1:" + application.port();
    }

    private static RawPeer.Message get(RawPeer client) throws IOException {
        client.say("GET / HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(ProfileFile.WEBAPP));
        return client.hear();
    }

    private static RawPeer connect() throws IOException {
        return RawPeer.connect(sidecars.client().outbound());
    }

    @ParameterizedTest
    @ValueSource(strings = {"request_total", "response_total"})
    void firstRequestMakesItsSeries(String family) throws IOException {
        String[] inbound = {"direction", "inbound", "target_addr", target()};
        String[] outbound = {"direction", "outbound", "authority", ProfileFile.WEBAPP};
        assertThat(pristineServer.sum(family, inbound)).isZero();
        assertThat(pristineClient.sum(family, outbound)).isZero();
        Readings server = Readings.of(sidecars.server());
        Readings client = Readings.of(sidecars.client());
        application.answers(OK);

        try (RawPeer peer = connect()) {
            get(peer);
        }

        client.awaitSum(1, family, outbound);
        server.awaitSum(1, family, inbound);
    }

    @Test
    void seriesOfRetriesAreThereAtZero() throws IOException {
        application.answers(OK);
        try (RawPeer peer = connect()) {
            get(peer);
        }

        String labels = "direction=\"outbound\",dst=\"%s:80\"".formatted(ProfileFile.WEBAPP);
        assertThat(sidecars.client().page("/metrics"))
                .contains("route_retryable_total{" + labels + "} 0\n")
                .contains("route_retryable_total{" + labels + ",skipped=\"no_budget\"} 0\n");
    }

    @Test
    void adminCountsItsOwnRequests() {
        Sidecar sidecar = sidecars.server();
        String admin = "127.0.0.1:" + sidecar.admin();
        Readings readings = Readings.of(sidecar);

        assertThat(sidecar.page("/ready")).startsWith("ready");

        // and the page that tells it
        assertThat(readings.sum("request_total", "direction", "inbound", "target_addr", admin))
                .isEqualTo(2);
    }

    @Test
    void adminCountsItsOwnConnections() throws IOException {
        Sidecar sidecar = sidecars.server();
        String[] admin = {"peer", "src", "target_addr", "127.0.0.1:" + sidecar.admin()};
        Readings readings = Readings.of(sidecar);

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), sidecar.admin())) {
            readings.awaitSum(1, "tcp_open_total", admin);
            assertThat(readings.sum("tcp_open_connections", admin)).isEqualTo(1);
            assertThat(client.isConnected()).isTrue();
        }

        readings.awaitSum(1, "tcp_close_total", admin);
        assertThat(readings.sum("tcp_open_connections", admin)).isZero();
        assertThat(pristineServer.sum("tcp_open_total", "peer", "src")).isPositive();
        assertThat(pristineServer.sum("tcp_open_total", "peer", "dst")).isZero();
    }

    @Test
    void statusDecidesWhetherAResponseFailed() throws IOException {
        Map<Integer, String> verdicts =
                Map.of(
                        200, "success", 304, "success", 400, "success", 418, "success", 504,
                        "failure", 500, "failure");
        Readings client = Readings.of(sidecars.client());
        Readings server = Readings.of(sidecars.server());
        try (RawPeer peer = connect()) {
            for (int status : verdicts.keySet()) {
                application.answers(
                        "HTTP/1.1 %d Own\r\nContent-Length: 0\r\n\r\n".formatted(status));
                get(peer);
            }
        }

        assertVerdicts(client, verdicts, "authority", ProfileFile.WEBAPP);
        assertVerdicts(server, verdicts, "target_addr", target());
    }

    private static void assertVerdicts(
            Readings readings, Map<Integer, String> verdicts, String label, String value) {
        readings.awaitSum(verdicts.size(), "response_total", label, value, "grpc_status", "");
        Counts counts = readings.now();
        verdicts.forEach((status, verdict) ->
                assertThat(
                                counts.sum(
                                        "response_total",
                                        label,
                                        value,
                                        "status_code",
                                        status.toString(),
                                        "classification",
                                        verdict))
                        .as("%d %s in %s", status, verdict, counts)
                        .isEqualTo(1));
    }

    /** A sample is in the first bucket that takes it and in all above, and in no lower one. */
    @Test
    void latenciesCountInTheirBucketAndAllAbove() throws IOException {
        Readings server = Readings.of(sidecars.server());
        AtomicLong answering = new AtomicLong();
        application.plays(peer -> {
            long heard = System.nanoTime();
            peer.hear();
            Await.until(
                    "the request is counted",
                    () -> server.sum("request_total", "target_addr", target()),
                    requests -> requests == 1);
            answering.set(System.nanoTime() - heard);
            peer.say(OK);
        });
        long asked = System.nanoTime();
        try (RawPeer peer = connect()) {
            get(peer);
        }
        long waited = System.nanoTime() - asked;

        String[] labels = {"target_addr", target(), "status_code", "200"};
        server.awaitSum(1, "response_latency_ms_count", labels);
        Counts counts = server.now();
        long millis = counts.sum("response_latency_ms_sum", labels);
        assertThat(millis)
                .isBetween(
                        TimeUnit.NANOSECONDS.toMillis(answering.get()),
                        TimeUnit.NANOSECONDS.toMillis(waited));
        assertBuckets(counts, millis, labels);
    }

    private static void assertBuckets(Counts counts, long millis, String... labels) {
        List<String> bounds =
                sidecars.server().counts().samples().stream()
                        .filter(sample -> sample.name().equals("response_latency_ms_bucket"))
                        .map(sample -> sample.label("le"))
                        .distinct()
                        .toList();
        assertThat(bounds).hasSize(26).startsWith("1", "2").endsWith("50000", "+Inf");
        for (String bound : bounds) {
            String[] bucket = {labels[0], labels[1], labels[2], labels[3], "le", bound};
            boolean takes = bound.equals("+Inf") || millis <= Long.parseLong(bound);
            assertThat(counts.sum("response_latency_ms_bucket", bucket))
                    .as("%d ms, le=%s", millis, bound)
                    .isEqualTo(takes ? 1 : 0);
        }
    }

    @Test
    void pageHasNoTwoCommasInARow() throws IOException {
        application.answers(OK);
        try (RawPeer peer = connect()) {
            get(peer);
        }

        for (Sidecar sidecar : List.of(sidecars.client(), sidecars.server())) {
            assertThat(sidecar.page("/metrics"))
                    .contains("direction=")
                    .doesNotContain(",,", "{,", ",}")
                    .endsWith("# EOF\n");
        }
    }

    @Test
    void pageSaysWhenTheProcessStarted() {
        double seconds =
                MetricsText.parse(sidecars.server().page("/metrics")).stream()
                        .filter(sample -> sample.name().equals("process_start_time_seconds"))
                        .mapToDouble(Sample::value)
                        .sum();

        Instant started = Instant.ofEpochMilli((long) (seconds * 1000));
        assertThat(started).isBetween(Instant.now().minus(CLOCKS), Instant.now().plus(CLOCKS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate, gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8"})
    void pageIsCompressedForWhoeverTakesIt(String accepted) throws Exception {
        HttpResponse<byte[]> answer = ask("/metrics", "accept-encoding", accepted);

        assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
        try (GZIPInputStream page = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("process_start_time_seconds");
        }
    }

    @Test
    void environmentIsShownWholeOrByName() throws Exception {
        String all = text(ask("/env.json", "accept", "application/json"));
        String some = text(ask("/env.json?FAIRLEAD_TEST_MARK&NOT_THERE", "accept", "*/*"));

        assertThat(all).contains("\"FAIRLEAD_TEST_MARK\"", "\"FAIRLEAD_APP\"", target());
        assertThat(some)
                .containsPattern("\"FAIRLEAD_TEST_MARK\" ?: ?\"seen\"")
                .containsPattern("\"NOT_THERE\" ?: ?null")
                .doesNotContain("FAIRLEAD_APP");
        assertThat(ask("/env.json?A=B", "accept", "*/*").statusCode()).isEqualTo(400);
        assertThat(ask("/env.json", "accept", "text/html").statusCode()).isEqualTo(406);
    }

    private static HttpResponse<byte[]> ask(String path, String name, String value)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + sidecars.server().admin() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(uri).header(name, value).build();
            return client.send(request, BodyHandlers.ofByteArray());
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void silentClientIsCountedAndRelayed() throws IOException {
        Readings server = Readings.of(sidecars.server());
        try (RawPeer silent = RawPeer.connect(sidecars.server().inbound());
                RawPeer other = RawPeer.connect(sidecars.server().inbound())) {
            application.answers(OK);
            assertThat(get(other).start()).startsWith("HTTP/1.1 200");

            server.awaitSum(1, "protocol_detect_timeout_total", "direction", "inbound");
            application.plays(peer -> peer.say(peer.hear(5)));
            silent.say("\0one\n");

            assertThat(silent.hear(5)).isEqualTo("\0one\n");
        }
    }
}
