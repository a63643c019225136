package dev.fairlead.proxy.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes the records from settings that obey {@link Rules}. */
final class ConfigAssembler {
    private final Settings settings;
    private final int cpus;

    ConfigAssembler(Settings settings, int cpus) {
        this.settings = settings;
        this.cpus = cpus;
    }

    ProxyConfig assemble() {
        return new ProxyConfig(
                listen(),
                inbound(),
                outbound(),
                discovery(),
                http(),
                http2Client(),
                process(),
                new LogConfig(
                        settings.get(ProcessSettings.LOG),
                        settings.get(ProcessSettings.LOG_FORMAT)));
    }

    private ListenConfig listen() {
        boolean plural =
                settings.isSet(ListenSettings.OUTBOUNDS)
                        && settings.layer(ListenSettings.OUTBOUNDS)
                                        .compareTo(settings.layer(ListenSettings.OUTBOUND))
                                <= 0;
        List<InetSocketAddress> outbound =
                plural
                        ? settings.get(ListenSettings.OUTBOUNDS)
                        : List.of(settings.get(ListenSettings.OUTBOUND));
        return new ListenConfig(
                settings.get(ListenSettings.INBOUND), outbound, settings.get(ListenSettings.ADMIN));
    }

    private InboundConfig inbound() {
        DirectionSettings direction = DirectionSettings.INBOUND;
        return new InboundConfig(
                direction(
                        direction,
                        settings.get(RoutingSettings.INBOUND_OPAQUE_PORTS),
                        httpQueue(direction),
                        http2Server(Http2ServerSettings.INBOUND)),
                settings.find(RoutingSettings.SERVICE),
                settings.find(RoutingSettings.APP),
                settings.find(ListenSettings.INBOUND_IPS).orElse(Set.of()),
                settings.get(HttpSettings.MESH_NETWORKS));
    }

    private OutboundConfig outbound() {
        QueueConfig tcpQueue =
                new QueueConfig(
                        clamp(settings.get(RoutingSettings.OUTBOUND_TCP_QUEUE_CAPACITY)),
                        settings.get(RoutingSettings.OUTBOUND_TCP_FAILFAST_TIMEOUT));
        boolean hidden =
                settings.find(RoutingSettings.DISABLE_INFORMATIONAL_HEADERS)
                        .orElse(settings.get(RoutingSettings.INGRESS_MODE));
        return new OutboundConfig(
                direction(
                        DirectionSettings.OUTBOUND,
                        settings.get(RoutingSettings.OUTBOUND_OPAQUE_PORTS),
                        tcpQueue,
                        http2Server(Http2ServerSettings.OUTBOUND)),
                !hidden);
    }

    private DirectionConfig direction(
            DirectionSettings direction, PortSet opaque, QueueConfig tcpQueue, Http2Config http2) {
        return new DirectionConfig(
                accept(direction),
                connect(direction),
                settings.get(direction.detectTimeout()),
                opaque,
                httpQueue(direction),
                tcpQueue,
                new PoolConfig(
                        clamp(settings.get(direction.maxIdle())),
                        settings.get(direction.poolIdleTimeout())),
                clamp(settings.get(direction.maxInFlight())),
                settings.get(direction.discoveryIdleTimeout()),
                settings.get(direction.streamIdleTimeout()),
                http2);
    }

    private AcceptConfig accept(DirectionSettings direction) {
        Optional<Long> backlog = settings.find(direction.backlog());
        return new AcceptConfig(
                backlog.map(value -> OptionalInt.of(clamp(value))).orElse(OptionalInt.empty()),
                new SocketKeepAlive(
                        settings.find(direction.acceptKeepAlive()),
                        settings.find(direction.acceptUserTimeout())));
    }

    private ConnectConfig connect(DirectionSettings direction) {
        boolean noJitter =
                settings.isSet(direction.backoffMin())
                        && !settings.isSet(direction.backoffJitter());
        return new ConnectConfig(
                settings.get(direction.connectTimeout()),
                new ConnectBackoff(
                        settings.get(direction.backoffMin()),
                        settings.get(direction.backoffMax()),
                        noJitter ? 0 : settings.get(direction.backoffJitter())),
                new SocketKeepAlive(
                        settings.find(direction.connectKeepAlive()),
                        settings.find(direction.connectUserTimeout())));
    }

    private QueueConfig httpQueue(DirectionSettings direction) {
        return new QueueConfig(
                clamp(settings.get(direction.queueCapacity())),
                settings.get(direction.failfastTimeout()));
    }

    private Http2Config http2Server(Http2ServerSettings server) {
        Optional<Duration> interval = settings.find(server.keepAliveInterval());
        Optional<Duration> timeout = settings.find(server.keepAliveTimeout());
        return new Http2Config(
                windows(server.streamWindow(), server.connectionWindow()),
                clamp(settings.get(server.maxConcurrentStreams())),
                clamp(settings.get(server.maxFrameSize())),
                settings.find(server.maxHeaderListSize())
                        .map(ConfigAssembler::clamp)
                        .orElse(http().maxHeaderBytes()),
                interval.flatMap(i -> timeout.map(t -> new Http2Config.KeepAlive(i, t))),
                resetGuard(server.maxResets()));
    }

    private Http2Config http2Client() {
        return new Http2Config(
                windows(HttpSettings.CLIENT_STREAM_WINDOW, HttpSettings.CLIENT_CONNECTION_WINDOW),
                clamp(settings.get(HttpSettings.CLIENT_MAX_STREAMS)),
                Http2Config.MIN_FRAME_BYTES,
                http().maxHeaderBytes(),
                Optional.empty(),
                resetGuard(HttpSettings.CLIENT_MAX_RESETS));
    }

    private Http2Config.Windows windows(Setting<Long> stream, Setting<Long> connection) {
        return new Http2Config.Windows(
                clamp(settings.get(stream)),
                Math.max(
                        Http2Config.Windows.MIN_CONNECTION_BYTES, clamp(settings.get(connection))));
    }

    private Http2Config.ResetGuard resetGuard(Setting<Long> maxResets) {
        return new Http2Config.ResetGuard(
                clamp(settings.get(maxResets)), settings.get(HttpSettings.RESET_WINDOW));
    }

    private HttpLimits http() {
        return new HttpLimits(
                clamp(settings.get(HttpSettings.MAX_HEADER_SIZE)),
                clamp(settings.get(HttpSettings.MAX_FIRST_LINE_SIZE)),
                clamp(settings.get(HttpSettings.MAX_HEADER_FIELDS)));
    }

    private FileDiscoveryConfig discovery() {
        return new FileDiscoveryConfig(
                settings.get(RoutingSettings.PROFILES),
                settings.find(RoutingSettings.ENDPOINTS),
                settings.get(RoutingSettings.NAMESPACE),
                settings.get(RoutingSettings.CLUSTER_DOMAIN));
    }

    private ProcessConfig process() {
        return new ProcessConfig(
                loops(),
                settings.get(ProcessSettings.SHUTDOWN_GRACE_PERIOD),
                settings.get(ProcessSettings.SHUTDOWN_ENDPOINT_ENABLED),
                settings.get(ProcessSettings.METRICS_RETAIN_IDLE),
                settings.get(RoutingSettings.PROFILE_INITIAL_TIMEOUT),
                settings.get(ProcessSettings.RETRY_BODY_MEMORY));
    }

    private int loops() {
        long max =
                settings.find(ProcessSettings.CORES_MAX)
                        .or(() -> settings.find(ProcessSettings.CORES_MAX_RATIO).map(this::share))
                        .orElse(1L);
        long min =
                settings.find(ProcessSettings.CORES_MIN)
                        .or(() -> settings.find(ProcessSettings.CORES))
                        .orElse(1L);
        long cores = Math.min(Math.max(max, min), cpus);
        return clamp(settings.find(ProcessSettings.LOOPS).orElse(cores));
    }

    private long share(double ratio) {
        return Math.max(1, Math.round(cpus * ratio));
    }

    private static int clamp(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
