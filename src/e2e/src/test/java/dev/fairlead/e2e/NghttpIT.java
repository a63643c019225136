package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** nghttp asks nghttpd: frames of another implementation on both sides. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class NghttpIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BODY = "All happy families are alike.\n";

    @TempDir Path folder;

    @BeforeEach
    void programs() {
        RealTools.need("nghttp before nghttpd", "nghttp", "nghttpd");
    }

    @Test
    void fileArrivesAndIsCounted() throws IOException {
        try (Applications.Running application = Applications.nghttpd(documents());
                SidecarPair sidecars = sidecars(application.port())) {
            String body = nghttp(sidecars.client().outbound(), "/books/1");

            assertThat(body).isEqualTo(BODY);
            awaitRequests(sidecars, Map.of("books", 1L));
        }
    }

    @Test
    void manyStreamsOfOneConnectionAreCounted() throws IOException {
        try (Applications.Running application = Applications.nghttpd(documents());
                SidecarPair sidecars = sidecars(application.port())) {
            int port = sidecars.client().outbound();

            String bodies = nghttp(port, "/books/1", "--multiply=50");
            nghttp(port, "/other", "--multiply=30", "--null-out");

            assertThat(bodies).isEqualTo(BODY.repeat(50));
            awaitRequests(sidecars, Map.of("books", 50L, Counts.DEFAULT_ROUTE, 30L));
        }
    }

    @Test
    void requestWithTrailersAndContinuationIsPassedOn() throws IOException {
        try (Applications.Running application = Applications.nghttpd(documents());
                SidecarPair sidecars = sidecars(application.port())) {
            Path upload = Files.writeString(folder.resolve("upload"), "x".repeat(100_000));

            String body =
                    nghttp(
                            sidecars.client().outbound(),
                            "/books/1",
                            "--continuation",
                            "--data=" + upload,
                            "--trailer=checksum: 1");

            assertThat(body).isEqualTo(BODY);
            awaitRequests(sidecars, Map.of("upload", 1L));
        }
    }

    private static void awaitRequests(SidecarPair sidecars, Map<String, Long> expected) {
        sidecars.client()
                .awaitCounts(
                        "outbound " + expected,
                        counts -> counts.requestsByRoute("outbound").equals(expected));
        sidecars.server()
                .awaitCounts(
                        "inbound " + expected,
                        counts -> counts.requestsByRoute("inbound").equals(expected));
    }

    private static String nghttp(int port, String path, String... options) {
        String[] command = new String[options.length + 3];
        command[0] = "nghttp";
        command[1] = "--header=:authority: " + ProfileFile.WEBAPP;
        System.arraycopy(options, 0, command, 2, options.length);
        command[command.length - 1] = "http://127.0.0.1:" + port + path;
        return Program.output(LIMIT, command);
    }

    private Path documents() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.createDirectory(documents.resolve("books"));
        Files.writeString(documents.resolve("books/1"), BODY);
        Files.writeString(documents.resolve("other"), BODY);
        return documents;
    }

    private SidecarPair sidecars(int port) {
        Path profile =
                ProfileFile.of(ProfileFile.WEBAPP)
                        .route("books", "GET", "/books/[0-9]+")
                        .route("upload", "POST", "/books/[0-9]+")
                        .writeTo(folder.resolve("webapp.yaml"));
        return SidecarPair.start(
                Sidecar.Options.PARANOID.profiles(profile), folder, ProfileFile.WEBAPP, port);
    }
}
