package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Overrides that change on disk while one client keeps one connection: its requests go where the
 * profile says at that moment, and none is lost when it changes.
 */
final class DstOverridesIT {
    private static final String APEX = "webapp";
    private static final String LEFT = "left";
    private static final String RIGHT = "right";
    private static final String DOMAIN = ".default.svc.cluster.local";
    private static final int REQUESTS = 100;

    @TempDir Path folder;

    /** What the client and the servers speak. */
    enum Version {
        HTTP_1,
        HTTP_2
    }

    @ParameterizedTest
    @EnumSource
    void requestsGoWhereTheProfileSaysAtTheMoment(Version version) throws IOException {
        try (Scene scene = new Scene(folder, version)) {
            scene.edit(Map.of());
            assertThat(scene.send()).isEqualTo(Map.of(APEX, REQUESTS));

            scene.edit(Map.of(LEFT, "1")); // added
            assertThat(scene.send()).isEqualTo(Map.of(LEFT, REQUESTS));

            scene.edit(Map.of(LEFT, "500m", RIGHT, "500m")); // several
            assertThat(scene.send()).containsOnlyKeys(LEFT, RIGHT);

            scene.edit(Map.of(LEFT, "0", RIGHT, "1")); // weight zero
            assertThat(scene.send()).isEqualTo(Map.of(RIGHT, REQUESTS));

            scene.edit(Map.of(LEFT, "0", RIGHT, "0")); // all zero
            assertThat(scene.send()).isEqualTo(Map.of(APEX, REQUESTS));

            scene.edit(Map.of(RIGHT, "1"));
            scene.edit(Map.of()); // removed
            assertThat(scene.send()).isEqualTo(Map.of(APEX, REQUESTS));

            scene.assertCountedByTargetAndService();
        }
    }

    /** A service and two others that stand beside it, and a client's sidecar. */
    private static final class Scene implements AutoCloseable {
        private final Map<String, FastApplication> servers = new TreeMap<>();
        private final Path profile;
        private final Sidecar sidecar;
        private final Client client;

        private interface Client extends AutoCloseable {
            int get() throws IOException;

            @Override
            void close() throws IOException;
        }

        Scene(Path folder, Version version) throws IOException {
            for (String name : new String[] {APEX, LEFT, RIGHT}) {
                servers.put(name, new FastApplication());
            }
            profile = folder.resolve("webapp.yaml");
            sidecar =
                    Sidecar.Options.PARANOID
                            .profiles(ProfileFile.write(profile, text(Map.of())))
                            .endpoints(endpoints(folder.resolve("endpoints.yaml")))
                            .expecting("no weight: the target gets no traffic")
                            .start();
            client = client(version);
        }

        private Path endpoints(Path file) {
            return ProfileFile.write(
                    file,
                    servers.entrySet().stream()
                            .map(server ->
                                    "%s:\n- address: 127.0.0.1:%d\n"
                                            .formatted(server.getKey(), server.getValue().port()))
                            .collect(Collectors.joining()));
        }

        private Client client(Version version) throws IOException {
            return switch (version) {
                case HTTP_1 -> {
                    Http1Connection connection = new Http1Connection(sidecar.outbound());
                    yield new Client() {
                        @Override
                        public int get() throws IOException {
                            return connection.get(APEX + DOMAIN, "/books/1").status();
                        }

                        @Override
                        public void close() throws IOException {
                            connection.close();
                        }
                    };
                }
                case HTTP_2 -> {
                    H2Client connection = new H2Client(sidecar.outbound());
                    yield new Client() {
                        @Override
                        public int get() throws IOException {
                            H2Client.Call call = connection.get(APEX + DOMAIN, "/books/1");
                            call.body();
                            return Integer.parseInt(call.head().status().toString());
                        }

                        @Override
                        public void close() {
                            connection.close();
                        }
                    };
                }
            };
        }

        private static String text(Map<String, String> weights) {
            String routes =
                    ProfileFile.of(ProfileFile.WEBAPP).route("books", "GET", "/books/.*").text();
            return weights.isEmpty()
                    ? routes
                    : routes
                            + "  dstOverrides:\n"
                            + new TreeMap<>(weights)
                                    .entrySet().stream()
                                            .map(target ->
                                                    "  - authority: %s\n    weight: %s\n"
                                                            .formatted(
                                                                    target.getKey() + DOMAIN,
                                                                    target.getValue()))
                                            .collect(Collectors.joining());
        }

        /** Writes the profile, and sends requests until it is in force. */
        void edit(Map<String, String> weights) {
            ProfileFile.write(profile, text(weights));
            String split =
                    new TreeMap<>(weights)
                            .entrySet().stream()
                                    .filter(target -> !target.getValue().equals("0"))
                                    .map(Scene::shown)
                                    .collect(Collectors.joining(",", "\"overrides\":[", "]"));
            Await.until(
                    split,
                    () -> {
                        get();
                        return sidecar.page("/routes.json");
                    },
                    page -> page.contains(split));
        }

        private static String shown(Map.Entry<String, String> target) {
            return "{\"authority\":\"%s:80\",\"weight\":%s}"
                    .formatted(
                            target.getKey() + DOMAIN,
                            target.getValue().equals("1") ? "10000" : "5000");
        }

        /** Sends a hundred requests, and says who has served how many. */
        Map<String, Integer> send() {
            Map<String, Long> before = answered();
            for (int i = 0; i < REQUESTS; i++) {
                get();
            }
            Map<String, Integer> served = new TreeMap<>();
            for (Map.Entry<String, Long> now : answered().entrySet()) {
                long more = now.getValue() - before.getOrDefault(now.getKey(), 0L);
                if (more > 0) {
                    served.put(now.getKey(), (int) more);
                }
            }
            return served;
        }

        private Map<String, Long> answered() {
            Map<String, Long> answered = new LinkedHashMap<>();
            servers.forEach((name, server) -> answered.put(name, server.answered()));
            return answered;
        }

        private void get() {
            try {
                assertThat(client.get()).isEqualTo(200);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Endpoints' series have the name that they were found by, routes' that of the service. */
        void assertCountedByTargetAndService() {
            Map<String, Long> answered = answered();
            Counts counts = sidecar.counts();
            answered.forEach((name, count) ->
                    assertThat(counts.sum("request_total", "authority", name + DOMAIN))
                            .as(name)
                            .isEqualTo(count));
            long all = answered.values().stream().mapToLong(Long::longValue).sum();
            assertThat(
                            counts.sum(
                                    "route_request_total",
                                    "dst",
                                    ProfileFile.WEBAPP + ":80",
                                    "rt_route",
                                    "books"))
                    .isEqualTo(all);
            assertThat(counts.sum("route_request_total")).isEqualTo(all);
        }

        @Override
        public void close() throws IOException {
            try (client) {
                sidecar.close();
            } finally {
                servers.values().forEach(FastApplication::close);
            }
        }
    }
}
