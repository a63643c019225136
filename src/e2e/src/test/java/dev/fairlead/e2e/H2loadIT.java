package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** h2load asks nghttpd and Python's HTTP server: each request is counted once, on both sides. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class H2loadIT {
    private static final int REQUESTS = 600;
    private static final String[] PATHS = {"/books/1", "/authors", "/nothing"};

    /** h2load gives every connection its share and asks for the paths in turn. */
    private static final Map<String, Long> EXPECTED =
            Map.of("books", 200L, "authors", 200L, Counts.DEFAULT_ROUTE, 200L);

    @TempDir Path folder;

    @BeforeEach
    void programs() {
        RealTools.need("h2load before nghttpd", "h2load", "nghttpd", "python3");
    }

    @Test
    void requestsOverHttp2AreCountedByRoute() throws IOException {
        try (Applications.Running application = Applications.nghttpd(documents());
                SidecarPair sidecars = sidecars(application.port())) {
            H2load.Result result =
                    new H2load(REQUESTS, 4, 8)
                            .run(sidecars.client().outbound(), ProfileFile.WEBAPP, PATHS);

            result.assertAllOk(REQUESTS);
            assertCounted(sidecars);
        }
    }

    @Test
    void requestsOverHttp1AreCountedByRoute() {
        try (Applications.Running application = Applications.python(folder, "HTTP/1.1");
                SidecarPair sidecars = sidecars(application.port())) {
            H2load.Result result =
                    new H2load(REQUESTS, 4, 1)
                            .http1()
                            .run(sidecars.client().outbound(), ProfileFile.WEBAPP, PATHS);

            result.assertAllOk(REQUESTS);
            assertCounted(sidecars);
        }
    }

    @Test
    void missingFilesAreSuccessesOfTheirRoute() throws IOException {
        try (Applications.Running application = Applications.nghttpd(documents());
                SidecarPair sidecars = sidecars(application.port())) {
            H2load.Result result =
                    new H2load(400, 4, 8)
                            .run(sidecars.client().outbound(), ProfileFile.WEBAPP, "/books/77");

            assertThat(result.clientErrors()).isEqualTo(400);
            sidecars.server()
                    .awaitCounts(
                            "400 responses with 404, no failure",
                            counts ->
                                    counts.responsesByStatus(
                                                    "rt_route",
                                                    "books",
                                                    "classification",
                                                    "success")
                                            .equals(Map.of("404", 400L)));
        }
    }

    private static void assertCounted(SidecarPair sidecars) {
        sidecars.client()
                .awaitCounts(
                        "outbound " + EXPECTED,
                        counts -> counts.requestsByRoute("outbound").equals(EXPECTED));
        Counts counts =
                sidecars.server()
                        .awaitCounts(
                                "inbound " + EXPECTED,
                                now -> now.requestsByRoute("inbound").equals(EXPECTED));
        assertThat(counts.byRoute("route_response_total", "classification", "failure")).isEmpty();
    }

    private Path documents() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.createDirectory(documents.resolve("books"));
        Files.writeString(documents.resolve("books/1"), "a book\n");
        Files.writeString(documents.resolve("authors"), "an author\n");
        Files.writeString(documents.resolve("nothing"), "no route\n");
        return documents;
    }

    private SidecarPair sidecars(int port) {
        Path profile =
                ProfileFile.of(ProfileFile.WEBAPP)
                        .route("books", "GET", "/books/[0-9]+")
                        .route("authors", "GET", "/authors")
                        .writeTo(folder.resolve("webapp.yaml"));
        return SidecarPair.start(
                Sidecar.Options.PARANOID.profiles(profile), folder, ProfileFile.WEBAPP, port);
    }
}
