package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes a sidecar, and its own linter reads the page. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class PrometheusIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Map<String, Long> SENT = Map.of("books", 17L, "authors", 5L, "", 3L);
    private static final Pattern RESULT =
            Pattern.compile(
                    "\\{\"metric\":\\{(?:\"rt_route\":\"([^\"]*)\")?},\"value\":\\[[0-9.]+,\"(\\d+)\"]}");

    /** Linkerd's names end in {@code _ms}, which the linter would rather see in seconds. */
    private static final Pattern KNOWN_LINT =
            Pattern.compile(
                    "\\w+_ms (metric names should not contain abbreviated units"
                            + "|use base unit \"seconds\" instead of \"milliseconds\")");

    @TempDir Path folder;

    @Test
    void queryGivesRequestsOfEachRoute() throws IOException {
        RealTools.need("a scrape by Prometheus", "prometheus");

        try (HttpApplication application = new HttpApplication();
                Sidecar sidecar = sidecar(application)) {
            sendRequests(sidecar);
            int port = Applications.freePort();

            try (Program prometheus = prometheus(port, sidecar.admin())) {
                Await.until(
                        "what Prometheus knows of the routes",
                        () ->
                                query(
                                        port,
                                        "sum by (rt_route) (route_request_total{direction=\"inbound\"})"),
                        SENT::equals);
                assertThat(prometheus.isAlive()).isTrue();
            }
        }
    }

    @Test
    void linterFindsOnlyLinkerdsUnits() throws IOException {
        RealTools.need("a look by promtool", "promtool", "sh");

        try (HttpApplication application = new HttpApplication();
                Sidecar sidecar = sidecar(application)) {
            sendRequests(sidecar);
            Path page = ProfileFile.write(folder.resolve("metrics.txt"), sidecar.page("/metrics"));

            Program.Ended lint =
                    Program.run(
                            LIMIT,
                            "sh",
                            "-c",
                            "promtool check metrics < \"$1\"",
                            "sh",
                            page.toString());

            assertThat(lint.output().lines().filter(line -> !KNOWN_LINT.matcher(line).matches()))
                    .isEmpty();
        }
    }

    private Sidecar sidecar(HttpApplication application) {
        Path profile =
                ProfileFile.of(ProfileFile.WEBAPP)
                        .route("books", "GET", "/books/[0-9]+")
                        .route("authors", "GET", "/authors")
                        .writeTo(folder.resolve("webapp.yaml"));
        return Sidecar.Options.PARANOID
                .profiles(profile)
                .service(ProfileFile.WEBAPP)
                .application(application.port())
                .start();
    }

    private static void sendRequests(Sidecar sidecar) throws IOException {
        Map<String, String> paths = Map.of("books", "/books/1", "authors", "/authors");
        try (Http1Connection client = new Http1Connection(sidecar.inbound())) {
            for (Map.Entry<String, Long> route : SENT.entrySet()) {
                for (long i = 0; i < route.getValue(); i++) {
                    client.get(ProfileFile.WEBAPP, paths.getOrDefault(route.getKey(), "/x"));
                }
            }
        }
    }

    private Program prometheus(int port, int target) {
        Path configuration =
                ProfileFile.write(
                        folder.resolve("prometheus.yml"),
                        """
                        global:
                          scrape_interval: 500ms
                          scrape_timeout: 500ms
                        scrape_configs:
                        - job_name: sidecar
                          static_configs:
                          - targets: ['127.0.0.1:%d']
                        """
                                .formatted(target));
        Program program =
                Program.start(
                        "prometheus",
                        List.of(
                                "prometheus",
                                "--config.file=" + configuration,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port));
        program.await(Pattern.compile("Server is ready to receive web requests"), LIMIT);
        return program;
    }

    /** The answer to a query by its label {@code rt_route}. */
    private static Map<String, Long> query(int port, String query) {
        String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + encoded);
        Map<String, Long> byRoute = new TreeMap<>();
        Matcher result = RESULT.matcher(get(uri));
        while (result.find()) {
            String route = result.group(1) == null ? "" : result.group(1);
            byRoute.put(route, Long.valueOf(result.group(2)));
        }
        return byRoute;
    }

    private static String get(URI uri) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
