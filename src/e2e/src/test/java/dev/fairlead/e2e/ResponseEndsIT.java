package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.cli.stats.Sample;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each way for a response to end, through a real proxy, and the whole set of labels it is counted
 * with: once for its route, once for its endpoint.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ResponseEndsIT {
    private static final String ENDS = "ends.default.svc.cluster.local";
    private static final String BREAKS = "breaks.default.svc.cluster.local";
    private static final String DOWN = "down.default.svc.cluster.local";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n";
    private static final int ATTEMPTS = 4;
    private static final List<String> ANSWER =
            List.of("status_code", "classification", "grpc_status", "error");

    @TempDir private static Path folder;

    @AutoClose private static H2Application application;
    @AutoClose private static FaultServer breaking;
    @AutoClose private static Sidecar sidecar;

    @BeforeAll
    static void start() throws IOException {
        application = new H2Application(0, ResponseEndsIT::answer);
        breaking =
                new FaultServer(
                        FaultServer.both(
                                FaultServer.says(HEAD + "\r\n0123"), FaultServer.closes()));
        Path profile =
                ProfileFile.of(ENDS)
                        .route("classes", "GET", "/classes/.*")
                        .answering(404, true)
                        .andAnswering(503, false)
                        .writeTo(folder.resolve("ends.yaml"));
        Path endpoints =
                ProfileFile.write(
                        folder.resolve("endpoints.yaml"),
                        """
                        %s: [{address: '127.0.0.1:%d', protocol: h2}]
                        %s: [{address: '127.0.0.1:%d', protocol: http1}]
                        %s: [{address: '127.0.0.1:%d', protocol: http1}]
                        """
                                .formatted(
                                        ENDS,
                                        application.port(),
                                        BREAKS,
                                        breaking.port(),
                                        DOWN,
                                        Applications.freePort()));
        sidecar =
                Sidecar.Options.PARANOID
                        .profiles(profile)
                        .endpoints(endpoints)
                        .expecting("request failed")
                        .start();
    }

    /**
     * Does what the path says, step by step: {@code head-200 body trailers-14}, joined by slashes.
     * {@code end-200} is a head without a body, {@code grpc-14} has the status in the head.
     */
    private static void answer(ChannelHandlerContext stream, Http2Headers request) {
        for (String step : request.path().toString().substring(1).split("/", -1)) {
            String[] words = step.split("-", -1);
            int number = words.length > 1 ? Integer.parseInt(words[1]) : 0;
            switch (words[0]) {
                case "head" -> H2Application.sayHead(stream, number, false);
                case "end" -> H2Application.sayHead(stream, number, true);
                case "grpc" -> H2Application.sayGrpcHead(stream, number);
                case "body" -> H2Application.sayBody(stream, 10, false);
                case "last" -> H2Application.sayBody(stream, 10, true);
                case "trailers" -> H2Application.sayTrailers(stream, number);
                case "reset" -> H2Application.reset(stream, Http2Error.valueOf(number));
                default -> {} // a name of the route, or silence
            }
        }
    }

    private static H2Client.Call ask(H2Client client, boolean grpc, String path) {
        Http2Headers head =
                new DefaultHttp2Headers().method("GET").scheme("http").authority(ENDS).path(path);
        if (grpc) {
            head.set("content-type", "application/grpc");
        }
        return client.send(head);
    }

    @ParameterizedTest(name = "{0} grpc={1}: {2} {3} {4} {5}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    # answer, gRPC request, status_code, classification, grpc_status, error
                    # trailers decide for gRPC, and for nothing else
                    /head-200/body/trailers-0, true, 200, success, 0, ''
                    /head-200/body/trailers-14, true, 200, failure, 14, ''
                    /head-200/body/trailers-5, true, 200, success, 5, ''
                    /head-200/body/trailers-77, true, 200, failure, 2, ''
                    /grpc-13, true, 200, failure, 13, ''
                    /head-200/body/trailers-14, false, 200, success, '', ''
                    # a clean end
                    /head-200/last, true, 200, success, 2, ''
                    /head-200/last, false, 200, success, '', ''
                    /end-503, false, 503, failure, '', ''
                    /end-404, false, 404, success, '', ''
                    # response classes decide first, then trailers of whatever request, then the status
                    /classes/end-404, false, 404, failure, '', ''
                    /classes/head-503/body/trailers-14, true, 503, success, '', ''
                    /classes/head-200/body/trailers-14, false, 200, failure, 14, ''
                    /classes/end-500, false, 500, failure, '', ''
                    # a reset within the body, and before the head
                    /head-200/body/reset-2, false, 200, failure, '', h2(INTERNAL_ERROR)
                    /head-200/body/reset-8, true, 200, failure, '', h2(CANCEL)
                    /reset-11, false, -, failure, '', h2(ENHANCE_YOUR_CALM)
                    """)
    void endIsCountedWithItsLabels(
            String path,
            boolean grpc,
            String status,
            String classification,
            String grpcStatus,
            String error)
            throws IOException {
        Readings readings = Readings.of(sidecar);
        try (H2Client client = new H2Client(sidecar.outbound())) {
            H2Client.Call call = ask(client, grpc, path);
            if (path.contains("reset")) {
                assertThatThrownBy(call::body).hasMessageContaining("reset");
            } else {
                call.body();
            }
        }

        Map<String, String> labels = new TreeMap<>();
        if (status != null) {
            labels.put("status_code", status);
        }
        labels.put("classification", classification);
        labels.put("grpc_status", grpcStatus);
        labels.put("error", error);
        assertCounted(readings, labels);
    }

    /** One response of the route and one of the endpoint, with these labels and no others. */
    private static void assertCounted(Readings readings, Map<String, String> labels) {
        assertCounted(readings, "route_response", 1, labels);
        assertCounted(readings, "response", 1, labels);
    }

    private static void assertCounted(
            Readings readings, String family, int times, Map<String, String> labels) {
        readings.awaitSum(times, family + "_total", "direction", "outbound");
        assertThat(answers(readings.now(), family + "_total")).as(family).containsExactly(labels);
        assertThat(readings.sum(family + "_latency_ms_count", "direction", "outbound"))
                .as("latencies of %s", family)
                .isEqualTo(labels.containsKey("status_code") ? times : 0);
    }

    private static List<Map<String, String>> answers(Counts counts, String family) {
        List<Map<String, String>> answers = new ArrayList<>();
        for (Sample sample : counts.samples()) {
            if (sample.name().equals(family) && !sample.label("direction").equals("inbound")) {
                Map<String, String> labels = new TreeMap<>(sample.labels());
                labels.keySet().retainAll(ANSWER);
                answers.add(labels);
            }
        }
        return answers;
    }

    @Test
    void bodyThatBreaksOffIsUnclassified() throws IOException {
        Readings readings = Readings.of(sidecar);
        try (RawPeer client = RawPeer.connect(sidecar.outbound())) {
            client.say("GET / HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(BREAKS));
            client.hearHead();

            assertThatThrownBy(() -> client.hear(10)).isInstanceOf(IOException.class);
        }

        assertCounted(
                readings,
                Map.of(
                        "status_code", "200",
                        "classification", "failure",
                        "grpc_status", "",
                        "error", "unclassified"));
    }

    /**
     * What the proxy answers in the endpoint's place is an answer, with its status; each attempt
     * has one. A request that was never sent is tried again on every route.
     */
    @Test
    void endpointThatIsDownCountsAs502() throws IOException {
        Readings readings = Readings.of(sidecar);
        try (RawPeer client = RawPeer.connect(sidecar.outbound())) {
            client.say("GET / HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(DOWN));

            assertThat(client.hear().start()).startsWith("HTTP/1.1 502");
        }

        Map<String, String> labels =
                Map.of(
                        "status_code", "502",
                        "classification", "failure",
                        "grpc_status", "",
                        "error", "");
        assertCounted(readings, "route_response", 1, labels);
        assertCounted(readings, "response", ATTEMPTS, labels);
    }

    @Test
    void clientThatLeavesWithinTheBodyCountsAsACleanEnd() throws IOException {
        Readings readings = Readings.of(sidecar);
        try (H2Client client = new H2Client(sidecar.outbound())) {
            assertThat(ask(client, true, "/head-200/body").head().status()).hasToString("200");
        }

        assertCounted(
                readings,
                Map.of(
                        "status_code", "200",
                        "classification", "success",
                        "grpc_status", "2",
                        "error", ""));
    }

    @Test
    void clientThatLeavesBeforeTheHeadLeavesNoResponse() {
        Readings readings = Readings.of(sidecar);
        int before = application.requests().size();
        try (H2Client client = new H2Client(sidecar.outbound())) {
            ask(client, false, "/silence");
            Await.until(
                    "the request is there",
                    () -> application.requests().size(),
                    size -> size == before + 1);
        }

        readings.awaitSum(1, "tcp_close_total", "direction", "outbound", "peer", "src");
        assertThat(readings.sum("route_request_total", "direction", "outbound")).isEqualTo(1);
        assertThat(readings.sum("request_total", "direction", "outbound")).isEqualTo(1);
        assertThat(readings.sum("route_response_total")).isZero();
        assertThat(readings.sum("response_total", "direction", "outbound")).isZero();
    }
}
