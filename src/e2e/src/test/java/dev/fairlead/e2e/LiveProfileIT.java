package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Profiles that change on disk while one client keeps one connection: the routes of its next
 * requests change, and the connection stays.
 */
final class LiveProfileIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void editedProfileRenamesRouteOfNextRequests(TestReporter reporter) throws IOException {
        Path file = profile("before").writeTo(folder.resolve("webapp.yaml"));

        try (Scene scene = new Scene(file)) {
            scene.awaitRoute("before");
            long edited = System.nanoTime();
            profile("after").writeTo(file);

            reporter.publishEntry("edit in force after ms", scene.awaitRouteSince("after", edited));
            assertThat(scene.connectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void firstProfileGivesRoutes(TestReporter reporter) throws IOException {
        try (Scene scene = new Scene(folder)) {
            scene.awaitRoute(Counts.DEFAULT_ROUTE);
            long edited = System.nanoTime();
            profile("first").writeTo(folder.resolve("webapp.yaml"));

            reporter.publishEntry(
                    "first in force after ms", scene.awaitRouteSince("first", edited));
            assertThat(scene.connectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void removedLastProfileLeavesDefaultRoute(TestReporter reporter) throws IOException {
        Path file = profile("last").writeTo(folder.resolve("webapp.yaml"));

        try (Scene scene = new Scene(folder)) {
            scene.awaitRoute("last");
            long edited = System.nanoTime();
            Files.delete(file);

            reporter.publishEntry(
                    "removal in force after ms",
                    scene.awaitRouteSince(Counts.DEFAULT_ROUTE, edited));
            assertThat(scene.connectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void atomicRenameTakesEffect(TestReporter reporter) throws IOException {
        Path file = profile("before").writeTo(folder.resolve("webapp.yaml"));
        Path draft = profile("renamed").writeTo(folder.resolve("draft"));

        try (Scene scene = new Scene(file)) {
            scene.awaitRoute("before");
            long edited = System.nanoTime();
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);

            reporter.publishEntry(
                    "rename in force after ms", scene.awaitRouteSince("renamed", edited));
            assertThat(scene.connectionsOpened()).isEqualTo(1);
        }
    }

    /** As the kubelet updates a mounted ConfigMap: the files are links into a linked folder. */
    @Test
    void swappedLinkOfConfigMapTakesEffect(TestReporter reporter) throws IOException {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Path old = Files.createDirectory(mount.resolve("..2026_11_22_old"));
        Path young = Files.createDirectory(mount.resolve("..2026_11_22_young"));
        profile("old").writeTo(old.resolve("webapp.yaml"));
        profile("young").writeTo(young.resolve("webapp.yaml"));
        Path data = Files.createSymbolicLink(mount.resolve("..data"), old.getFileName());
        Files.createSymbolicLink(mount.resolve("webapp.yaml"), Path.of("..data/webapp.yaml"));

        try (Scene scene = new Scene(mount)) {
            scene.awaitRoute("old");
            Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), young.getFileName());
            long edited = System.nanoTime();
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

            reporter.publishEntry("swap in force after ms", scene.awaitRouteSince("young", edited));
            assertThat(scene.connectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void brokenEditChangesNothingButTheWarnings() throws IOException {
        Path file = profile("good").writeTo(folder.resolve("webapp.yaml"));

        try (Scene scene = new Scene(file)) {
            scene.awaitRoute("good");
            profile("bad").route("worse", "GET", "/(").writeTo(file);
            scene.sidecar.awaitCounts(
                    "profile_invalid", counts -> counts.sum("profile_invalid") == 1);

            scene.awaitRoute("good");
            assertThat(scene.sidecar.counts().requestsByRoute("inbound")).containsOnlyKeys("good");
            assertThat(scene.sidecar.page("/ready")).startsWith("ready\n").contains("webapp.yaml:");
            assertThat(scene.sidecar.program().output()).contains("discovery source has an error");

            profile("mended").writeTo(file);
            scene.awaitRoute("mended");
            scene.sidecar.awaitCounts(
                    "no profile_invalid", counts -> counts.sum("profile_invalid") == 0);
            assertThat(scene.sidecar.page("/ready")).isEqualTo("ready\n");
            assertThat(scene.connectionsOpened()).isEqualTo(1);
        }
    }

    private static ProfileFile profile(String route) {
        return ProfileFile.of(ProfileFile.WEBAPP).route(route, "GET", "/books/[0-9]+");
    }

    /** An application, its sidecar, and one connection to it. */
    private static final class Scene implements AutoCloseable {
        private final HttpApplication application = new HttpApplication();
        private final Sidecar sidecar;
        private final Http1Connection connection;

        Scene(Path profiles) throws IOException {
            sidecar =
                    Sidecar.Options.PARANOID
                            .application(application.port())
                            .service(ProfileFile.WEBAPP)
                            .profiles(profiles)
                            .expecting("discovery source has an error")
                            .start();
            connection = new Http1Connection(sidecar.inbound());
        }

        /** Sends requests until one is counted under this route. */
        void awaitRoute(String route) {
            assertTimeoutPreemptively(
                    LIMIT,
                    () -> {
                        while (!nextRequestIsCountedAs(route)) {
                            Thread.onSpinWait();
                        }
                    });
        }

        /** The same, and how long after the moment the first such request was sent. */
        String awaitRouteSince(String route, long nanoTime) {
            awaitRoute(route);
            return Long.toString(Duration.ofNanos(System.nanoTime() - nanoTime).toMillis());
        }

        private boolean nextRequestIsCountedAs(String route) {
            long before = requests(route);
            get();
            return requests(route) > before;
        }

        private long requests(String route) {
            return sidecar.counts().requestsByRoute("inbound").getOrDefault(route, 0L);
        }

        private void get() {
            try {
                assertThat(connection.get(ProfileFile.WEBAPP, "/books/1").status()).isEqualTo(200);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** How many connections to the application the sidecar has accepted. */
        long connectionsOpened() {
            String target = "127.0.0.1:" + application.port();
            return sidecar.counts().sum("tcp_open_total", "peer", "src", "target_addr", target);
        }

        @Override
        public void close() throws IOException {
            try (application;
                    sidecar) {
                connection.close();
            }
        }
    }
}
