package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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

            List<String> paths = new ArrayList<>(Collections.nCopies(10, "/books/1"));
            paths.addAll(Collections.nCopies(5, "/books/2?page=2"));
            paths.addAll(Collections.nCopies(7, "/nothing"));

            assertThat(curl(port, client, paths)).hasSize(22).containsOnly("200");

            Map<String, Long> expected = Map.of("GET /books/{id}", 15L, Counts.DEFAULT_ROUTE, 7L);
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

            List<String> statuses = List.of("200", "404", "418", "500", "503");
            List<String> paths = statuses.stream().map(status -> "/status/" + status).toList();
            assertThat(curl(port, client, paths)).isEqualTo(statuses);
            List<String> unmatched = List.of("/status/500/plain", "/status/418/plain");
            assertThat(curl(port, client, unmatched)).containsExactly("500", "418");

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

    /** Gets every path, over one connection if curl can, and gives the statuses. */
    private static List<String> curl(int port, String version, List<String> paths) {
        // curl 7.88 trips over the second request of an HTTP/2 connection, without a proxy too.
        boolean reuses = !version.equals("--http2-prior-knowledge");
        List<List<String>> runs = reuses ? List.of(paths) : paths.stream().map(List::of).toList();
        List<String> statuses = new ArrayList<>();
        for (List<String> run : runs) {
            String output = Program.output(LIMIT, command(port, version, run));
            output.lines()
                    .filter(line -> line.startsWith(STATUS))
                    .forEach(line -> statuses.add(line.substring(STATUS.length())));
        }
        return statuses;
    }

    private static String[] command(int port, String version, List<String> paths) {
        List<String> command =
                new ArrayList<>(List.of("curl", "--silent", "--show-error", version));
        command.addAll(List.of("--connect-to", "::127.0.0.1:" + port));
        command.addAll(List.of("--write-out", "\n" + STATUS + "%{http_code}\n"));
        paths.forEach(path -> command.add("http://" + ProfileFile.WEBAPP + path));
        return command.toArray(String[]::new);
    }
}
