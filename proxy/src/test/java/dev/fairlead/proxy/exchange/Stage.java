package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.Endpoint.ProtocolHint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.NameRules;
import dev.fairlead.discovery.ServiceView;
import dev.fairlead.discovery.ServiceView.ProfileInForce;
import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.Limits;
import dev.fairlead.metrics.ProxyMetrics;
import dev.fairlead.proxy.config.AcceptConfig;
import dev.fairlead.proxy.config.ConnectBackoff;
import dev.fairlead.proxy.config.ConnectConfig;
import dev.fairlead.proxy.config.DirectionConfig;
import dev.fairlead.proxy.config.Http2Config;
import dev.fairlead.proxy.config.PoolConfig;
import dev.fairlead.proxy.config.PortSet;
import dev.fairlead.proxy.config.QueueConfig;
import dev.fairlead.proxy.config.SocketKeepAlive;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.pool.FakeConnector;
import dev.fairlead.route.RouteTable;
import dev.fairlead.route.read.ProfileReader;
import dev.fairlead.route.read.Reading;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** One direction of a proxy without sockets, threads and time of its own. */
final class Stage {
    static final Authority BOOKS = new Authority("books.default.svc.cluster.local", 80);
    static final InetSocketAddress ONE = new InetSocketAddress("10.0.0.1", 8080);
    static final InetSocketAddress TWO = new InetSocketAddress("10.0.0.2", 8080);
    static final Duration FAIL_FAST = Duration.ofSeconds(3);
    static final Duration PATIENCE = Duration.ofMillis(500);
    static final Duration IDLE = Duration.ofSeconds(5);
    static final Duration STREAM_IDLE = Duration.ofSeconds(30);
    static final Duration FIRST_PROBE = Duration.ofMillis(100);
    static final int QUEUE = 3;
    static final int IN_FLIGHT = 5;
    static final long SEED = 20_261_122;

    final FakeLoop loop = new FakeLoop();
    final FakeDiscovery discovery = new FakeDiscovery();
    final RouteReport report = new RouteReport();
    final RetryBudgets budgets = new RetryBudgets(loop.time);
    final ReplayMemory replayMemory = new ReplayMemory(1 << 20);
    final ProxyMetrics metrics;
    final LoopSide side;
    final Destinations destinations;
    private final Map<InetSocketAddress, FakeConnector> connectors = new HashMap<>();

    Stage(Direction direction) {
        metrics =
                ProxyMetrics.create(
                        new Limits(
                                Limits.DEFAULT_MAX_SERIES, Limits.DEFAULT_RETAIN_IDLE, loop.time));
        side =
                new LoopSide(
                        new LoopSide.Terms(direction, config(), PATIENCE, true),
                        new LoopSide.AcrossLoops(budgets, replayMemory),
                        loop,
                        loop.time,
                        metrics.forLoop(),
                        (endpoint, _) -> connector(endpoint));
        destinations =
                new Destinations(
                        new Destination.Context(
                                side, discovery, report, new SplittableRandom(SEED)));
    }

    private static DirectionConfig config() {
        SocketKeepAlive keepAlive = new SocketKeepAlive(Optional.empty(), Optional.empty());
        return new DirectionConfig(
                new AcceptConfig(OptionalInt.empty(), keepAlive),
                new ConnectConfig(
                        Duration.ofSeconds(1),
                        new ConnectBackoff(FIRST_PROBE, Duration.ofMillis(400), 0),
                        keepAlive),
                Duration.ofSeconds(10),
                PortSet.EMPTY,
                new QueueConfig(QUEUE, FAIL_FAST),
                new QueueConfig(QUEUE, FAIL_FAST),
                new PoolConfig(10, Duration.ofSeconds(3)),
                IN_FLIGHT,
                IDLE,
                STREAM_IDLE,
                new Http2Config(
                        new Http2Config.Windows(65_535, 65_535),
                        100,
                        Http2Config.MIN_FRAME_BYTES,
                        8192,
                        Optional.empty(),
                        new Http2Config.ResetGuard(0, Duration.ofSeconds(1))));
    }

    FakeConnector connector(InetSocketAddress endpoint) {
        return connectors.computeIfAbsent(endpoint, _ -> new FakeConnector());
    }

    FakeConnector one() {
        return connector(ONE);
    }

    FakeConnector two() {
        return connector(TWO);
    }

    /** Books with a profile and one endpoint. */
    Stage withBooks() {
        profile("GET /a", "/a");
        endpoints(Endpoint.of(ONE));
        return this;
    }

    void endpoints(Endpoint... found) {
        discovery.endpoints(BOOKS, new EndpointsView(true, List.of(found)));
    }

    static Endpoint http2(InetSocketAddress address) {
        return new Endpoint(address, 1, ProtocolHint.HTTP_2, Collections.emptySortedMap());
    }

    /** Puts a profile of one route in force. */
    void profile(String route, String pathRegex) {
        discovery.profile(BOOKS, view(route, pathRegex));
    }

    void noProfile() {
        discovery.profile(
                BOOKS,
                new ServiceView(Optional.of(BOOKS), Optional.empty(), Optional.empty(), false));
    }

    /** Puts a profile in force, of which this is {@code spec} in YAML, without indentation. */
    void spec(String yaml) {
        discovery.profile(BOOKS, view(yaml));
    }

    /**
     * Puts a profile in force with one route for everything.
     *
     * @param fields of the route in YAML, one per line
     */
    void route(String fields) {
        spec(
                """
                routes:
                - name: all
                  condition:
                    pathRegex: .*
                """
                        + fields.indent(2));
    }

    static ServiceView view(String route, String pathRegex) {
        return view(
                """
                routes:
                - name: %s
                  condition:
                    method: GET
                    pathRegex: %s
                """
                        .formatted(route, pathRegex));
    }

    private static ServiceView view(String spec) {
        String yaml =
                """
                apiVersion: linkerd.io/v1alpha2
                kind: ServiceProfile
                metadata:
                  name: books.default.svc.cluster.local
                  namespace: default
                spec:
                """
                        + spec.indent(2);
        Reading reading = ProfileReader.read("books.yaml", yaml);
        RouteTable table = RouteTable.compile(reading.documents().getFirst().profile());
        return new ServiceView(
                Optional.of(BOOKS),
                Optional.of(new ProfileInForce(table, "books.yaml:1", "default")),
                Optional.empty(),
                false);
    }

    /** Requests by authority, as one client connection makes them. */
    Routing byAuthority() {
        return new AuthorityRouting(destinations, names());
    }

    static NameRules names() {
        return new NameRules("default", "cluster.local");
    }

    MessageSink open(RecordingClient client) {
        return open(byAuthority(), client);
    }

    MessageSink open(Routing routing, RecordingClient client) {
        return new ClientExchanges(side, routing).open(client);
    }

    /** Sends a request without a body over HTTP/2. */
    RecordingClient get(String path) {
        RecordingClient client = new RecordingClient();
        open(client).head(request("GET", path), true);
        return client;
    }

    /** Sends a request without a body over HTTP/1. */
    RecordingClient get1(String path) {
        RecordingClient client = new RecordingClient();
        open(client).head(http1("GET", path), true);
        return client;
    }

    static Http2Headers request(String method, String path) {
        return new DefaultHttp2Headers()
                .method(method)
                .scheme("http")
                .authority("books")
                .path(path);
    }

    static Http2Headers grpc(String path) {
        return request("POST", path).set("content-type", "application/grpc+proto");
    }

    static Http2Headers http1(String method, String path) {
        return Http1Heads.of(method + " " + path + " HTTP/1.1\nHost: books\n\n");
    }

    void advance(Duration by) {
        loop.time.advance(by);
    }

    Page page() {
        return Page.of(metrics);
    }
}
