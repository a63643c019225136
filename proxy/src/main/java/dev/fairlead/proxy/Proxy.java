package dev.fairlead.proxy;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Discovery;
import dev.fairlead.discovery.NameRules;
import dev.fairlead.discovery.file.FileDiscovery;
import dev.fairlead.discovery.file.FileSources;
import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.Limits;
import dev.fairlead.metrics.ProxyMetrics;
import dev.fairlead.proxy.admin.AdminPages;
import dev.fairlead.proxy.config.ConfigLog;
import dev.fairlead.proxy.config.ConfigResult;
import dev.fairlead.proxy.config.FileDiscoveryConfig;
import dev.fairlead.proxy.config.LogLevels;
import dev.fairlead.proxy.config.ProxyConfig;
import dev.fairlead.proxy.exchange.Destinations;
import dev.fairlead.proxy.exchange.ReplayMemory;
import dev.fairlead.proxy.exchange.RouteReport;
import dev.fairlead.proxy.transport.Transport;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running sidecar.
 *
 * <pre>
 *  start ─▶ listeners bound, profiles read: ready ─▶ shutdown ─▶ draining ─▶ closed
 *                                                               grace period
 * </pre>
 *
 * <p>Thread-safe, but for the loops: nothing here may be called on one, except {@link #shutdown}.
 */
public final class Proxy {
    private static final Logger LOGGER = LoggerFactory.getLogger(Proxy.class);
    private static final Duration DRAIN_LOOK_EVERY = Duration.ofMillis(20);

    private final ProxyConfig config;
    private final Discovery discovery;
    private final EventLoopGroup loopGroup;
    private final EventLoopGroup adminGroup;
    private final Map<EventExecutor, ProxyLoop> loops = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private Proxy(
            ProxyConfig config,
            Discovery discovery,
            EventLoopGroup loopGroup,
            EventLoopGroup adminGroup) {
        this.config = config;
        this.discovery = discovery;
        this.loopGroup = loopGroup;
        this.adminGroup = adminGroup;
    }

    /**
     * Starts a proxy; it is ready when this returns.
     *
     * @throws BindException if a listener's address cannot be had; nothing is left running then
     */
    public static Proxy start(ConfigResult.Valid configuration) throws BindException {
        ProxyConfig config = configuration.config();
        LogLevels logLevels = LogLevels.start(config.log());
        ConfigLog.write(configuration);
        Transport transport = Transport.select();
        FileDiscoveryConfig files = config.discovery();
        FileDiscovery discovery =
                FileDiscovery.start(
                        new FileSources(
                                files.profiles(),
                                files.endpoints(),
                                files.namespace(),
                                files.clusterDomain()));
        Proxy proxy =
                new Proxy(
                        config,
                        discovery,
                        transport.loops(config.process().loops()),
                        transport.loops(1));
        try {
            proxy.open(new Sockets(transport), logLevels, configuration);
            return proxy;
        } catch (BindException | RuntimeException e) {
            proxy.close();
            throw e;
        }
    }

    private void open(Sockets sockets, LogLevels logLevels, ConfigResult.Valid configuration)
            throws BindException {
        NameRules names =
                new NameRules(config.discovery().namespace(), config.discovery().clusterDomain());
        ProxyMetrics metrics =
                ProxyMetrics.create(
                        new Limits(
                                Limits.DEFAULT_MAX_SERIES,
                                config.process().metricsRetainIdle(),
                                System::nanoTime));
        RouteReport report = new RouteReport();
        BuildInfo.read().show(metrics);
        ReplayMemory replays = new ReplayMemory(config.process().retryBodyMemoryBytes());
        BufferMemory.show(metrics, replays);
        OwnAddresses own = new OwnAddresses();
        ProxyLoop.Shared shared =
                new ProxyLoop.Shared(
                        config, sockets, own, discovery, report, ProxyLoop.acrossLoops(replays));
        for (EventExecutor executor : loopGroup) {
            EventLoop loop = (EventLoop) executor;
            loops.put(loop, new ProxyLoop(loop, metrics.forLoop(), shared));
        }
        Optional<Authority> service = service(names);
        keepConfiguredService(service);
        listenInbound(sockets, own, new InboundConnections(config, own, names, service));
        listenOutbound(sockets, own, new OutboundConnections(config, own, names));
        PageSources pages = new PageSources(metrics, discovery, report, draining::get);
        listenAdmin(
                sockets,
                new AdminConnections(
                        config,
                        metrics.forLoop(),
                        new AdminPages(pages.sources(configuration, logLevels, this::shutdown))));
        LOGGER.atInfo().addKeyValue("transport", sockets.transport().label()).log("ready");
    }

    private Optional<Authority> service(NameRules names) {
        return config.inbound().service().flatMap(service -> names.parse(service.toString()));
    }

    /** The series of the configured service are there before its first request. */
    private void keepConfiguredService(Optional<Authority> service) {
        Optional<InetSocketAddress> application = config.inbound().app();
        if (service.isEmpty() || application.isEmpty()) {
            return;
        }
        for (ProxyLoop loop : loops.values()) {
            loop.loop()
                    .submit(() -> {
                        Destinations inbound = loop.half(Direction.INBOUND).destinations();
                        inbound.configured(application.get(), service.get())
                                .ifPresent(inbound::keep);
                    })
                    .syncUninterruptibly();
        }
    }

    private void listenInbound(Sockets sockets, OwnAddresses own, ClientConnections connections)
            throws BindException {
        listen(
                Listener.bind(
                        "inbound",
                        sockets.listening(loopGroup, config.inbound().direction().accept()),
                        config.listen().inbound(),
                        client -> connections.accept(client, loopOf(client))),
                Direction.INBOUND,
                own);
    }

    private void listenOutbound(Sockets sockets, OwnAddresses own, ClientConnections connections)
            throws BindException {
        for (InetSocketAddress address : config.listen().outbound()) {
            listen(
                    Listener.bind(
                            "outbound",
                            sockets.listening(loopGroup, config.outbound().direction().accept()),
                            address,
                            client -> connections.accept(client, loopOf(client))),
                    Direction.OUTBOUND,
                    own);
        }
    }

    private void listenAdmin(Sockets sockets, AdminConnections connections) throws BindException {
        listeners.add(
                announced(
                        Listener.bind(
                                "admin",
                                sockets.listening(
                                        adminGroup, config.inbound().direction().accept()),
                                config.listen().admin(),
                                connections::accept)));
    }

    private void listen(Listener listener, Direction direction, OwnAddresses own) {
        own.add(direction, listener.address());
        listeners.add(announced(listener));
    }

    private static Listener announced(Listener listener) {
        LOGGER.atInfo()
                .addKeyValue("listener", listener.name())
                .addKeyValue("address", listener.address())
                .log("listening");
        return listener;
    }

    private ProxyLoop loopOf(Channel client) {
        ProxyLoop loop = loops.get(client.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a connection on a loop of somebody else");
        }
        return loop;
    }

    /** One listener and where it listens. */
    public record ListenerAddress(String name, InetSocketAddress address) {}

    /** Where the proxy listens: inbound, outbound (one or two), admin. */
    public List<ListenerAddress> addresses() {
        return listeners.stream()
                .map(listener -> new ListenerAddress(listener.name(), listener.address()))
                .toList();
    }

    /**
     * Begins to drain and returns at once: not ready any more, no new connections, what is under
     * way finishes, then the proxy closes; after the grace period it closes in any case. The admin
     * server answers until the end.
     */
    public void shutdown() {
        if (draining.compareAndSet(false, true)) {
            LOGGER.atInfo().addKeyValue("grace", config.process().shutdownGrace()).log("draining");
            Thread drain = new Thread(this::drain, "drain");
            drain.start();
        }
    }

    private void drain() {
        List<Listener> traffic =
                listeners.stream().filter(listener -> !listener.name().equals("admin")).toList();
        traffic.forEach(Listener::drain);
        long deadline = System.nanoTime() + config.process().shutdownGrace().toNanos();
        EventLoop watch = adminGroup.next();
        while (traffic.stream().anyMatch(listener -> listener.open() > 0)) {
            if (System.nanoTime() - deadline >= 0) {
                LOGGER.atWarn()
                        .addKeyValue("connections", traffic.stream().mapToInt(Listener::open).sum())
                        .log("grace period over, connections cut");
                break;
            }
            watch.schedule(() -> {}, DRAIN_LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly();
        }
        close();
    }

    private void close() {
        draining.set(true);
        listeners.forEach(Listener::close);
        loops.values().forEach(loop -> loop.loop().submit(loop::close).awaitUninterruptibly());
        discovery.close();
        loopGroup.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        adminGroup.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        LOGGER.atInfo().log("closed");
        closed.countDown();
    }

    /** Waits until the proxy has closed. */
    public void awaitTermination() throws InterruptedException {
        closed.await();
    }
}
