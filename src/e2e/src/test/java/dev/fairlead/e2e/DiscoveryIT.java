package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where requests go as the endpoints file says, and as it changes. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class DiscoveryIT {
    private static final String NONE = "[]";

    @TempDir private static Path folder;

    @AutoClose private static FastApplication application;
    private static Path file;
    @AutoClose private static Sidecar sidecar;

    private final Map<String, String> services = new TreeMap<>();

    /** How a client names the service. */
    enum Form {
        HTTP_2,
        HTTP_1,
        ABSOLUTE;

        Answer ask(Sidecar sidecar, String host) throws IOException {
            return switch (this) {
                case HTTP_2 -> askHttp2(sidecar, host);
                case HTTP_1 -> askHttp1(sidecar, host, "/");
                case ABSOLUTE -> askHttp1(sidecar, host, "http://" + host + "/");
            };
        }

        private static Answer askHttp2(Sidecar sidecar, String host) throws IOException {
            try (H2Client client = new H2Client(sidecar.outbound())) {
                Http2Headers head = client.get(host, "/").head();
                CharSequence reason = head.get("l5d-proxy-reason", "");
                return new Answer(Integer.parseInt(head.status().toString()), reason.toString());
            }
        }

        private static Answer askHttp1(Sidecar sidecar, String host, String target)
                throws IOException {
            try (Http1Connection client = new Http1Connection(sidecar.outbound())) {
                Http1Connection.Answer answer = client.get(host, target);
                return new Answer(answer.status(), answer.header("l5d-proxy-reason"));
            }
        }

        /** A service that no other form of the test asks for. */
        String service(String name) {
            return name
                    + "-"
                    + name().toLowerCase(Locale.ROOT).replace('_', '-')
                    + ".default.svc.cluster.local";
        }
    }

    /** What came back; without a reason if not from the proxy itself. */
    record Answer(int status, String reason) {
        static final Answer OK = new Answer(200, "");
    }

    @BeforeAll
    static void start() {
        application = new FastApplication();
        file = ProfileFile.write(folder.resolve("endpoints.yaml"), "{}");
        sidecar =
                options(file)
                        .with("LINKERD2_PROXY_OUTBOUND_HTTP_FAILFAST_TIMEOUT", "1s")
                        .with("LINKERD2_PROXY_OUTBOUND_HTTP1_CONNECTION_POOL_IDLE_TIMEOUT", "60s")
                        .start();
    }

    private static Sidecar.Options options(Path endpoints) {
        return Sidecar.Options.PARANOID
                .endpoints(endpoints)
                .expecting("request failed")
                .expecting("discovery source has an error");
    }

    @BeforeEach
    void forget() {
        services.clear();
    }

    @ParameterizedTest
    @EnumSource
    void requestReachesTheServerOfItsName(Form form) throws IOException {
        String service = form.service("reached");
        serve(service, endpoint(application.port()));

        assertThat(awaitAnswer(form, service, Answer.OK::equals)).isEqualTo(Answer.OK);
    }

    @ParameterizedTest
    @EnumSource
    void secondConnectionFindsTheSameDestination(Form form) throws IOException {
        String service = form.service("cached");
        serve(service, endpoint(application.port()));
        awaitAnswer(form, service, Answer.OK::equals);

        assertThat(form.ask(sidecar, service)).isEqualTo(Answer.OK);
        assertThat(form.ask(sidecar, service)).isEqualTo(Answer.OK);

        assertThat(sidecar.counts().sum("tcp_open_total", "peer", "dst", "authority", service))
                .as("connections to its endpoint")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void serviceThatNobodyKnowsIs503(Form form) throws IOException {
        assertThat(form.ask(sidecar, form.service("unknown")))
                .isEqualTo(new Answer(503, "unknown-service"));
    }

    @ParameterizedTest
    @EnumSource
    void serviceWithoutEndpointsIs504(Form form) throws IOException {
        long answered = application.answered();
        String service = form.service("empty");
        serve(service, NONE);

        Answer answer =
                awaitAnswer(form, service, given -> !given.reason().equals("unknown-service"));

        assertThat(answer).isEqualTo(new Answer(504, "no-endpoint"));
        assertThat(application.answered()).isEqualTo(answered);
    }

    @Test
    void endpointsThatAreTakenAwayAreNotUsed() throws IOException {
        String service = Form.HTTP_1.service("emptied");
        serve(service, endpoint(application.port()));
        awaitAnswer(Form.HTTP_1, service, Answer.OK::equals);

        serve(service, NONE);

        Answer failure = awaitAnswer(Form.HTTP_1, service, answer -> answer.status() != 200);
        assertThat(failure).isEqualTo(new Answer(504, "no-endpoint"));
        long answered = application.answered();
        assertThat(Form.HTTP_2.ask(sidecar, service)).isEqualTo(new Answer(503, "fail-fast"));
        assertThat(application.answered()).isEqualTo(answered);
    }

    @Test
    void serviceThatIsTakenAwayIsNotUsed() throws IOException {
        String service = Form.HTTP_2.service("removed");
        serve(service, endpoint(application.port()));
        awaitAnswer(Form.HTTP_2, service, Answer.OK::equals);

        services.clear();
        write(file);

        Answer failure = awaitAnswer(Form.HTTP_2, service, answer -> answer.status() != 200);
        assertThat(failure).isEqualTo(new Answer(503, "unknown-service"));
    }

    @Test
    void fileThatGoesAndComesBackIsFollowed() throws IOException {
        String service = Form.HTTP_1.service("followed");
        serve(service, endpoint(application.port()));
        awaitAnswer(Form.HTTP_1, service, Answer.OK::equals);

        Files.delete(file);
        Await.until(
                "the loss is told", () -> sidecar.page("/ready"), page -> page.contains(name()));
        assertThat(Form.HTTP_1.ask(sidecar, service)).as("the last good").isEqualTo(Answer.OK);
        try (FastApplication other = new FastApplication()) {
            serve(service, endpoint(other.port()));

            Await.until("the other is asked", () -> askedOf(other, service), asked -> asked);
        }
    }

    private static String name() {
        return file.getFileName().toString();
    }

    private static boolean askedOf(FastApplication other, String service) {
        return awaitAnswer(Form.HTTP_1, service, Answer.OK::equals).equals(Answer.OK)
                && other.answered() > 0;
    }

    @Test
    void fileThatIsMissingAtFirstIsFoundLater() throws IOException {
        String service = Form.HTTP_1.service("late");
        Path missing = folder.resolve("late.yaml");
        try (Sidecar early = options(missing).start()) {
            assertThat(Form.HTTP_1.ask(early, service).status()).isEqualTo(503);

            services.put(service, endpoint(application.port()));
            write(missing);

            Await.until("its answer", () -> ask(early, Form.HTTP_1, service), Answer.OK::equals);
        }
    }

    @Test
    void requestWaitsForAnEndpointThatIsReady() throws IOException {
        String service = Form.HTTP_2.service("waited-for");
        String down = "{address: '127.0.0.1:%d', protocol: h2}".formatted(Applications.freePort());
        Path endpoints = folder.resolve("waiting.yaml");
        services.put(service, "[" + down + "]");
        write(endpoints);
        try (Sidecar patient =
                        options(endpoints)
                                .with("LINKERD2_PROXY_OUTBOUND_HTTP_FAILFAST_TIMEOUT", "60s")
                                .start();
                H2Client client = new H2Client(patient.outbound())) {
            H2Client.Call call = client.get(service, "/");
            patient.awaitCounts(
                    "the request is there",
                    counts -> counts.sum("route_request_total", "dst", service + ":80") == 1);

            services.put(
                    service, "[%s, {address: '127.0.0.1:%d'}]".formatted(down, application.port()));
            write(endpoints);

            assertThat(call.head().status()).hasToString("200");
        }
    }

    private void serve(String service, String endpoints) {
        services.put(service, endpoints);
        write(file);
    }

    private void write(Path path) {
        String text =
                services.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
                        .collect(Collectors.joining());
        ProfileFile.write(path, text.isEmpty() ? "{}" : text);
    }

    private static String endpoint(int port) {
        return "[{address: '127.0.0.1:%d'}]".formatted(port);
    }

    /** Asks until the answer is as wanted, as an edit takes a moment to be in force. */
    private static Answer awaitAnswer(Form form, String service, Predicate<Answer> wanted) {
        return Await.until("answer of " + service, () -> ask(sidecar, form, service), wanted);
    }

    private static Answer ask(Sidecar sidecar, Form form, String service) {
        try {
            return form.ask(sidecar, service);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
