package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** curl asks Python's HTTP server, in each version of HTTP that the two know. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class CurlIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String STATUS = "status ";

    @TempDir Path folder;

    @BeforeEach
    void programs() {
        RealTools.need("curl before Python's server", "curl", "python3");
    }

    @ParameterizedTest
    @CsvSource({
        "--http1.0, HTTP/1.0",
        "--http1.1, HTTP/1.0",
        "--http1.0, HTTP/1.1",
        "--http1.1, HTTP/1.1",
        "--http2-prior-knowledge, HTTP/1.1"
    })
    void everyRequestIsCountedOnceUnderItsRoute(String client, String server) {
        try (Applications.Running application = Applications.python(folder, server);
                SidecarPair sidecars = sidecars(application.port())) {
            int port = sidecars.client().outbound();

            assertThat(curl(port, client, "/books/[1-20]")).hasSize(20).containsOnly("200");
            assertThat(curl(port, client, "/books/[1-5]?page=2")).hasSize(5).containsOnly("200");
            assertThat(curl(port, client, "/books", "-d", "title=a")).containsExactly("200");
            assertThat(curl(port, client, "/nothing/[1-7]")).hasSize(7).containsOnly("200");

            Map<String, Long> expected =
                    Map.of("GET /books/{id}", 25L, "POST /books", 1L, Counts.DEFAULT_ROUTE, 7L);
            awaitRequests(sidecars.client(), "outbound", expected);
            awaitRequests(sidecars.server(), "inbound", expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"--http1.1", "--http2-prior-knowledge"})
    void statusesAreClassifiedAsTheirRoutesSay(String client) {
        try (Applications.Running application = Applications.python(folder, "HTTP/1.1");
                SidecarPair sidecars = sidecars(application.port())) {
            int port = sidecars.client().outbound();

            for (String status : List.of("200", "404", "418", "500", "503")) {
                assertThat(curl(port, client, "/status/" + status)).containsExactly(status);
            }
            assertThat(curl(port, client, "/status/500/plain")).containsExactly("500");
            assertThat(curl(port, client, "/status/418/plain")).containsExactly("418");

            assertClassified(sidecars.client(), "outbound");
            assertClassified(sidecars.server(), "inbound");
        }
    }

    /** A 418 fails and a 503 does not, where the route says so; all others are as usual. */
    private static void assertClassified(Sidecar sidecar, String direction) {
        Counts counts =
                sidecar.awaitCounts(
                        "seven responses",
                        now -> now.sum("route_response_total", "direction", direction) == 7);
        assertThat(statuses(counts, direction, "GET /status/{n}", "success"))
                .isEqualTo(Map.of("200", 1L, "404", 1L, "503", 1L));
        assertThat(statuses(counts, direction, "GET /status/{n}", "failure"))
                .isEqualTo(Map.of("418", 1L, "500", 1L));
        assertThat(statuses(counts, direction, Counts.DEFAULT_ROUTE, "success"))
                .isEqualTo(Map.of("418", 1L));
        assertThat(statuses(counts, direction, Counts.DEFAULT_ROUTE, "failure"))
                .isEqualTo(Map.of("500", 1L));
    }

    private static Map<String, Long> statuses(
            Counts counts, String direction, String route, String classification) {
        return counts.responsesByStatus(
                "direction",
                direction,
                "rt_route",
                route.equals(Counts.DEFAULT_ROUTE) ? "" : route,
                "classification",
                classification);
    }

    private SidecarPair sidecars(int port) {
        Path profile =
                ProfileFile.of(ProfileFile.WEBAPP)
                        .route("GET /books/{id}", "GET", "/books/[0-9]+")
                        .route("POST /books", "POST", "/books")
                        .route("GET /status/{n}", "GET", "/status/[0-9]+")
                        .answering(418, true)
                        .andAnswering(503, false)
                        .writeTo(folder.resolve("webapp.yaml"));
        // Python's server knows no HTTP/2, whatever curl speaks.
        return SidecarPair.start(
                Sidecar.Options.PARANOID.profiles(profile),
                folder,
                ProfileFile.WEBAPP,
                port,
                "http1");
    }

    private static void awaitRequests(Sidecar sidecar, String side, Map<String, Long> expected) {
        sidecar.awaitCounts(
                side + " counts " + expected,
                counts -> counts.requestsByRoute(side).equals(expected));
    }

    /** Gets every URL that the pattern stands for, and gives the statuses. */
    private static List<String> curl(int port, String version, String path, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                version,
                                "--connect-to",
                                "::127.0.0.1:" + port,
                                "--write-out",
                                "\nstatus %{http_code}\n",
                                "http://" + ProfileFile.WEBAPP + path));
        command.addAll(List.of(more));
        return Program.output(LIMIT, command.toArray(String[]::new))
                .lines()
                .filter(line -> line.startsWith(STATUS))
                .map(line -> line.substring(STATUS.length()))
                .toList();
    }
}
