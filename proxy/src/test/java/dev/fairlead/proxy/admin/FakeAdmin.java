package dev.fairlead.proxy.admin;

import ch.qos.logback.classic.LoggerContext;
import dev.fairlead.proxy.config.EnvironmentReport;
import dev.fairlead.proxy.config.LogFilter;
import dev.fairlead.proxy.config.LogLevels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Admin pages over sources that a test sets. */
final class FakeAdmin {
    static final String METRICS = "request_total 1\n";
    static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    boolean ready = true;
    List<String> reasons = List.of();
    boolean shutdownEnabled = true;
    int shutdowns;
    SortedMap<String, String> environment = new TreeMap<>(Map.of("PATH", "/bin"));
    LogLevels logLevels = levels("warn,fairlead=info");

    AdminPages pages() {
        return new AdminPages(
                new AdminSources(
                        readiness(),
                        metrics(),
                        routes(),
                        new EnvironmentReport(
                                environment,
                                List.of(
                                        new EnvironmentReport.SettingInForce(
                                                "loops", "2", "--loops")),
                                List.of("LINKERD2_PROXY_IDENTITY_DIR"),
                                List.of("LINKERD2_PROXY_TYPO")),
                        logLevels,
                        shutdownEnabled ? Optional.of(() -> shutdowns++) : Optional.empty()));
    }

    AdminResponse get(String path) {
        return pages().respond(request("GET", path).build());
    }

    Draft request(String method, String path) {
        return new Draft(method, path);
    }

    void switchLogOff() {
        logLevels = levels("off");
    }

    private Readiness readiness() {
        return new Readiness() {
            @Override
            public boolean ready() {
                return ready;
            }

            @Override
            public List<String> reasons() {
                return reasons;
            }
        };
    }

    private static MetricsPage metrics() {
        return new MetricsPage() {
            @Override
            public byte[] text() {
                return METRICS.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public String contentType() {
                return METRICS_TYPE;
            }
        };
    }

    private static RoutesPage routes() {
        return new RoutesPage() {
            @Override
            public List<Profile> profiles() {
                return List.of(
                        new Profile(
                                "inbound",
                                "books.default.svc.cluster.local:7002",
                                "default",
                                "books.yaml:1",
                                List.of(
                                        new Target(
                                                "books-v2.default.svc.cluster.local:7002", 5000)),
                                List.of(
                                        new Route("GET /books/{id}", 3, 2, 1),
                                        new Route("", 1, 1, 0))));
            }

            @Override
            public List<Invalid> invalid() {
                return List.of(new Invalid("authors.yaml", "authors.yaml:7:13: error: \"x\""));
            }
        };
    }

    private static LogLevels levels(String filter) {
        return LogLevels.of(new LoggerContext(), LogFilter.parse(filter).orElseThrow());
    }

    /** A request whose other parts are usual. */
    static final class Draft {
        private final String method;
        private final String path;
        private String query = "";
        private boolean fromLoopback = true;
        private String accept = "";
        private boolean gzip;
        private byte[] body = {};

        private Draft(String method, String path) {
            this.method = method;
            this.path = path;
        }

        Draft query(String text) {
            query = text;
            return this;
        }

        Draft fromElsewhere() {
            fromLoopback = false;
            return this;
        }

        Draft accept(String text) {
            accept = text;
            return this;
        }

        Draft gzip() {
            gzip = true;
            return this;
        }

        Draft body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        Draft body(byte[] bytes) {
            body = bytes;
            return this;
        }

        AdminRequest build() {
            return new AdminRequest(method, path, query, fromLoopback, accept, gzip, body);
        }
    }
}
