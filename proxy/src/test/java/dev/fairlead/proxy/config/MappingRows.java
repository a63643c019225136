package dev.fairlead.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** The table of {@link ConfigMappingTest}. */
final class MappingRows {
    private static final String L = "LINKERD2_PROXY_";
    private static final String F = "FAIRLEAD_";

    private final List<MappingRow> rows = new ArrayList<>();

    private MappingRows() {}

    static List<MappingRow> all() {
        MappingRows table = new MappingRows();
        table.listeners();
        table.routing();
        table.direction("INBOUND", config -> config.inbound().direction());
        table.direction("OUTBOUND", config -> config.outbound().direction());
        table.inboundDefaults();
        table.outboundDefaults();
        table.http();
        table.http2Server("INBOUND", 200, config -> config.inbound().direction().http2());
        table.http2Server("OUTBOUND", 200, config -> config.outbound().direction().http2());
        table.process();
        return List.copyOf(table.rows);
    }

    private void listeners() {
        row(L + "OUTBOUND_LISTEN_ADDR", "127.0.0.1:1", c -> c.listen().outbound())
                .is(List.of(ip("127.0.0.1", 4140)), List.of(ip("127.0.0.1", 1)));
        row(L + "OUTBOUND_LISTEN_ADDRS", "127.0.0.1:1,[::1]:1", c -> c.listen().outbound())
                .is(List.of(ip("127.0.0.1", 4140)), List.of(ip("127.0.0.1", 1), ip("::1", 1)));
        row(L + "INBOUND_LISTEN_ADDR", "[::]:0", c -> c.listen().inbound())
                .is(ip("0.0.0.0", 4143), ip("::", 0));
        row(L + "ADMIN_LISTEN_ADDR", "0.0.0.0:4191", c -> c.listen().admin())
                .is(ip("127.0.0.1", 4191), ip("0.0.0.0", 4191));
        row(L + "INBOUND_IPS", "10.0.0.1", c -> c.inbound().addresses())
                .is(Set.of(), Set.of(InetAddress.ofLiteral("10.0.0.1")));
    }

    private void routing() {
        row(F + "PROFILES", "a.yaml", c -> c.discovery().profiles())
                .is(List.of(), List.of(Path.of("a.yaml")));
        row(F + "ENDPOINTS", "e.yaml", c -> c.discovery().endpoints())
                .is(Optional.empty(), Optional.of(Path.of("e.yaml")));
        row(F + "SERVICE", "webapp:80", c -> c.inbound().service())
                .is(Optional.empty(), Optional.of(new ServiceName("webapp", OptionalInt.of(80))));
        row(F + "APP", "127.0.0.1:8080", c -> c.inbound().app())
                .is(Optional.empty(), Optional.of(ip("127.0.0.1", 8080)));
        row(F + "NAMESPACE", "shop", c -> c.discovery().namespace()).is("default", "shop");
        row(F + "CLUSTER_DOMAIN", "example.org", c -> c.discovery().clusterDomain())
                .is("cluster.local", "example.org");
        row(
                        L + "INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION",
                        "25,3000-3010",
                        c -> c.inbound().direction().opaquePorts().toString())
                .is("", "25,3000-3010");
        row(F + "OUTBOUND_OPAQUE_PORTS", "", c -> c.outbound().direction().opaquePorts().toString())
                .is("25,587,3306,4444,4567,4568,5432,6379,9300,11211", "");
        row(L + "OUTBOUND_TCP_QUEUE_CAPACITY", "7", c -> tcpQueue(c).capacity()).is(10_000, 7);
        row(L + "OUTBOUND_TCP_FAILFAST_TIMEOUT", "7s", c -> tcpQueue(c).failfastTimeout())
                .is(Duration.ofSeconds(3), Duration.ofSeconds(7));
        row(L + "DESTINATION_PROFILE_INITIAL_TIMEOUT", "0", c -> c.process().profileTimeout())
                .is(Duration.ofMillis(500), Duration.ZERO);
        row(L + "INGRESS_MODE", "true", c -> c.outbound().informationalHeaders()).is(true, false);
        row(
                        L + "OUTBOUND_DISABLE_INFORMATIONAL_HEADERS",
                        "true",
                        c -> c.outbound().informationalHeaders())
                .is(true, false);
    }

    private void direction(String name, Function<ProxyConfig, DirectionConfig> direction) {
        String prefix = L + name;
        row(prefix + "_TCP_LISTEN_BACKLOG", "7", direction.andThen(d -> d.accept().backlog()))
                .is(OptionalInt.empty(), OptionalInt.of(7));
        Optional<Duration> seven = Optional.of(Duration.ofSeconds(7));
        row(
                        prefix + "_ACCEPT_KEEPALIVE",
                        "7s",
                        direction.andThen(d -> d.accept().keepAlive().idle()))
                .is(Optional.empty(), seven);
        row(
                        prefix + "_ACCEPT_USER_TIMEOUT",
                        "7s",
                        direction.andThen(d -> d.accept().keepAlive().userTimeout()))
                .is(Optional.empty(), seven);
        row(
                        prefix + "_CONNECT_KEEPALIVE",
                        "7s",
                        direction.andThen(d -> d.connect().keepAlive().idle()))
                .is(Optional.empty(), seven);
        row(
                        prefix + "_CONNECT_USER_TIMEOUT",
                        "7s",
                        direction.andThen(d -> d.connect().keepAlive().userTimeout()))
                .is(Optional.empty(), seven);
        row(prefix + "_DETECT_TIMEOUT", "7s", direction.andThen(DirectionConfig::detectTimeout))
                .is(Duration.ofSeconds(10), Duration.ofSeconds(7));
        row(prefix + "_HTTP_QUEUE_CAPACITY", "7", direction.andThen(d -> d.httpQueue().capacity()))
                .is(10_000, 7);
        row(prefix + "_MAX_IN_FLIGHT", "7", direction.andThen(DirectionConfig::maxInFlight))
                .is(100_000, 7);
        row(
                        prefix + "_HTTP1_CONNECTION_POOL_IDLE_TIMEOUT",
                        "7s",
                        direction.andThen(d -> d.pool().idleTimeout()))
                .is(Duration.ofSeconds(3), Duration.ofSeconds(7));
    }

    private void inboundDefaults() {
        Function<ProxyConfig, DirectionConfig> inbound = c -> c.inbound().direction();
        row(L + "INBOUND_CONNECT_TIMEOUT", "7s", inbound.andThen(d -> d.connect().timeout()))
                .is(Duration.ofMillis(300), Duration.ofSeconds(7));
        row(
                        L + "INBOUND_HTTP_FAILFAST_TIMEOUT",
                        "7s",
                        inbound.andThen(d -> d.httpQueue().failfastTimeout()))
                .is(Duration.ofSeconds(1), Duration.ofSeconds(7));
        row(
                        L + "INBOUND_DISCOVERY_IDLE_TIMEOUT",
                        "7s",
                        inbound.andThen(DirectionConfig::discoveryIdleTimeout))
                .is(Duration.ofSeconds(90), Duration.ofSeconds(7));
        row(
                        F + "INBOUND_STREAM_IDLE_TIMEOUT",
                        "7s",
                        inbound.andThen(DirectionConfig::streamIdleTimeout))
                .is(Duration.ZERO, Duration.ofSeconds(7));
        row(
                        L + "MAX_IDLE_CONNS_PER_ENDPOINT",
                        "7",
                        inbound.andThen(d -> d.pool().maxIdlePerEndpoint()))
                .is(10_000, 7);
        backoff("INBOUND", Duration.ofSeconds(10), inbound);
    }

    private void outboundDefaults() {
        Function<ProxyConfig, DirectionConfig> outbound = c -> c.outbound().direction();
        row(L + "OUTBOUND_CONNECT_TIMEOUT", "7s", outbound.andThen(d -> d.connect().timeout()))
                .is(Duration.ofSeconds(1), Duration.ofSeconds(7));
        row(
                        L + "OUTBOUND_HTTP_FAILFAST_TIMEOUT",
                        "7s",
                        outbound.andThen(d -> d.httpQueue().failfastTimeout()))
                .is(Duration.ofSeconds(3), Duration.ofSeconds(7));
        row(
                        L + "OUTBOUND_DISCOVERY_IDLE_TIMEOUT",
                        "7s",
                        outbound.andThen(DirectionConfig::discoveryIdleTimeout))
                .is(Duration.ofSeconds(5), Duration.ofSeconds(7));
        row(
                        F + "OUTBOUND_STREAM_IDLE_TIMEOUT",
                        "7s",
                        outbound.andThen(DirectionConfig::streamIdleTimeout))
                .is(Duration.ZERO, Duration.ofSeconds(7));
        row(
                        L + "OUTBOUND_MAX_IDLE_CONNS_PER_ENDPOINT",
                        "7",
                        outbound.andThen(d -> d.pool().maxIdlePerEndpoint()))
                .is(10_000, 7);
        backoff("OUTBOUND", Duration.ofSeconds(60), outbound);
    }

    private void backoff(
            String name, Duration max, Function<ProxyConfig, DirectionConfig> direction) {
        String prefix = L + name + "_CONNECT_EXP_BACKOFF_";
        Function<ProxyConfig, Object> backoff = direction.andThen(d -> d.connect().backoff());
        ConnectBackoff standard = new ConnectBackoff(Duration.ofMillis(100), max, 0.1);
        Duration second = Duration.ofSeconds(1);
        Duration minute = Duration.ofMinutes(1);
        row(prefix + "MIN", "1s", backoff)
                .with(prefix + "MAX", "1m")
                .is(standard, new ConnectBackoff(second, minute, 0));
        row(prefix + "MAX", "1m", backoff)
                .with(prefix + "MIN", "1s")
                .is(standard, new ConnectBackoff(second, minute, 0));
        row(prefix + "JITTER", "0.5", backoff)
                .with(prefix + "MIN", "1s")
                .with(prefix + "MAX", "1m")
                .is(standard, new ConnectBackoff(second, minute, 0.5));
    }

    private void http() {
        row(F + "MAX_HEADER_SIZE", "4096", c -> c.http().maxHeaderBytes()).is(65_536, 4096);
        row(F + "MAX_FIRST_LINE_SIZE", "4096", c -> c.http().maxFirstLineBytes()).is(16_384, 4096);
        row(F + "MAX_HEADER_FIELDS", "16", c -> c.http().maxHeaderFields()).is(1000, 16);
        row(F + "MESH_NETWORKS", "10.0.0.0/8", c -> c.inbound().mesh().toString())
                .is("", "10.0.0.0/8");
        row(
                        L + "HTTP2_INITIAL_STREAM_WINDOW_SIZE",
                        "70000",
                        c -> c.http2Client().windows().streamBytes())
                .is(1_048_576, 70_000);
        row(
                        L + "HTTP2_INITIAL_CONNECTION_WINDOW_SIZE",
                        "1",
                        c -> c.http2Client().windows().connectionBytes())
                .is(4_194_304, 65_535);
        row(
                        F + "HTTP2_CLIENT_MAX_CONCURRENT_STREAMS",
                        "7",
                        c -> c.http2Client().maxConcurrentStreams())
                .is(1000, 7);
        row(F + "HTTP2_CLIENT_MAX_RESETS", "7", c -> c.http2Client().resetGuard().maxResets())
                .is(10_000, 7);
        row(F + "HTTP2_RESET_WINDOW", "7s", c -> c.http2Client().resetGuard().window())
                .is(Duration.ofSeconds(30), Duration.ofSeconds(7));
    }

    private void http2Server(String name, int maxResets, Function<ProxyConfig, Http2Config> http2) {
        String prefix = L + name + "_SERVER_HTTP2_";
        String stream = prefix + "INITIAL_STREAM_WINDOW_SIZE";
        String connection = prefix + "INITIAL_CONNECTION_WINDOW_SIZE";
        row(stream, "70000", http2.andThen(h -> h.windows().streamBytes()))
                .with(connection, "80000")
                .is(1_048_576, 70_000);
        row(connection, "80000", http2.andThen(h -> h.windows().connectionBytes()))
                .with(stream, "70000")
                .is(4_194_304, 80_000);
        String interval = prefix + "KEEP_ALIVE_INTERVAL";
        String timeout = prefix + "KEEP_ALIVE_TIMEOUT";
        Optional<Http2Config.KeepAlive> keepAlive =
                Optional.of(
                        new Http2Config.KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(3)));
        row(interval, "10s", http2.andThen(Http2Config::keepAlive))
                .with(timeout, "3s")
                .is(Optional.empty(), keepAlive);
        row(timeout, "3s", http2.andThen(Http2Config::keepAlive))
                .with(interval, "10s")
                .is(Optional.empty(), keepAlive);
        row(
                        prefix + "MAX_CONCURRENT_STREAMS",
                        "4294967295",
                        http2.andThen(Http2Config::maxConcurrentStreams))
                .is(1000, Integer.MAX_VALUE);
        row(prefix + "MAX_FRAME_SIZE", "16777215", http2.andThen(Http2Config::maxFrameBytes))
                .is(16_384, 16_777_215);
        row(prefix + "MAX_HEADER_LIST_SIZE", "8192", http2.andThen(Http2Config::maxHeaderListBytes))
                .is(65_536, 8192);
        row(
                        F + name + "_SERVER_HTTP2_MAX_RESETS",
                        "0",
                        http2.andThen(h -> h.resetGuard().maxResets()))
                .is(maxResets, 0);
    }

    private void process() {
        row(F + "LOOPS", "3", c -> c.process().loops()).is(1, 3);
        row(L + "CORES", "3", c -> c.process().loops()).is(1, 3);
        row(L + "CORES_MIN", "3", c -> c.process().loops()).is(1, 3);
        row(L + "CORES_MAX", "3", c -> c.process().loops()).is(1, 3);
        row(L + "CORES_MAX_RATIO", "0.5", c -> c.process().loops()).is(1, 4);
        row(L + "SHUTDOWN_GRACE_PERIOD", "7s", c -> c.process().shutdownGrace())
                .is(Duration.ofMinutes(2), Duration.ofSeconds(7));
        row(L + "SHUTDOWN_ENDPOINT_ENABLED", "true", c -> c.process().shutdownEndpoint())
                .is(false, true);
        row(L + "METRICS_RETAIN_IDLE", "7s", c -> c.process().metricsRetainIdle())
                .is(Duration.ofMinutes(10), Duration.ofSeconds(7));
        row(F + "RETRY_BODY_MEMORY", "0", c -> c.process().retryBodyMemoryBytes())
                .is(8_388_608L, 0L);
        row(L + "LOG", "debug", c -> c.log().filter())
                .is(LogFilter.DEFAULT, LogFilter.parse("debug").orElseThrow());
        row(L + "LOG_FORMAT", "JSON", c -> c.log().format())
                .is(LogConfig.Format.PLAIN, LogConfig.Format.JSON);
    }

    private Draft row(String variable, String text, Function<ProxyConfig, ?> field) {
        return new Draft(variable, text, field::apply, Map.of());
    }

    private static QueueConfig tcpQueue(ProxyConfig config) {
        return config.outbound().direction().tcpQueue();
    }

    private static InetSocketAddress ip(String ip, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
    }

    /** A row without its values. */
    private final class Draft {
        private final String variable;
        private final String text;
        private final Function<ProxyConfig, Object> field;
        private final Map<String, String> companions;

        Draft(
                String variable,
                String text,
                Function<ProxyConfig, Object> field,
                Map<String, String> companions) {
            this.variable = variable;
            this.text = text;
            this.field = field;
            this.companions = companions;
        }

        Draft with(String companion, String value) {
            Map<String, String> all = new java.util.TreeMap<>(companions);
            all.put(companion, value);
            return new Draft(variable, text, field, all);
        }

        void is(Object defaultValue, Object expected) {
            rows.add(new MappingRow(variable, text, field, defaultValue, expected, companions));
        }
    }
}
