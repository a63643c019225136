package dev.fairlead.proxy;

import dev.fairlead.discovery.Discovery;
import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.LoopMetrics;
import dev.fairlead.proxy.config.DirectionConfig;
import dev.fairlead.proxy.config.ProxyConfig;
import dev.fairlead.proxy.exchange.Destinations;
import dev.fairlead.proxy.exchange.LoopSide;
import dev.fairlead.proxy.exchange.ReplayMemory;
import dev.fairlead.proxy.exchange.RetryBudgets;
import dev.fairlead.proxy.exchange.RouteReport;
import dev.fairlead.proxy.http.Http2Terms;
import dev.fairlead.proxy.pool.SocketConnector;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.util.EnumMap;
import java.util.Map;

/** What lives on one event loop: meters, and for each direction a side with its destinations. */
final class ProxyLoop {
    private final EventLoop loop;
    private final LoopMetrics metrics;
    private final Map<Direction, Half> halves = new EnumMap<>(Direction.class);

    /** One direction on the loop. */
    record Half(
            LoopSide side,
            Destinations destinations,
            Bootstrap connecting,
            LoopMetrics metrics,
            ListenerMeters meters) {}

    /** What every loop shares. */
    record Shared(
            ProxyConfig config,
            Sockets sockets,
            OwnAddresses own,
            Discovery discovery,
            RouteReport report,
            Map<Direction, LoopSide.AcrossLoops> process) {
        LoopSide.AcrossLoops process(Direction direction) {
            LoopSide.AcrossLoops present = process.get(direction);
            if (present == null) {
                throw new IllegalStateException("no " + direction);
            }
            return present;
        }
    }

    ProxyLoop(EventLoop loop, LoopMetrics metrics, Shared shared) {
        this.loop = loop;
        this.metrics = metrics;
        ProxyConfig config = shared.config();
        halves.put(
                Direction.INBOUND,
                half(terms(Direction.INBOUND, config.inbound().direction(), config), shared));
        halves.put(
                Direction.OUTBOUND,
                half(terms(Direction.OUTBOUND, config.outbound().direction(), config), shared));
    }

    /** What the loops share of each direction. */
    static Map<Direction, LoopSide.AcrossLoops> acrossLoops(ReplayMemory memory) {
        Map<Direction, LoopSide.AcrossLoops> shared = new EnumMap<>(Direction.class);
        for (Direction direction : Direction.values()) {
            RetryBudgets budgets = new RetryBudgets(System::nanoTime);
            shared.put(direction, new LoopSide.AcrossLoops(budgets, memory));
        }
        return shared;
    }

    private static LoopSide.Terms terms(
            Direction direction, DirectionConfig of, ProxyConfig config) {
        return new LoopSide.Terms(
                direction,
                of,
                config.process().profileTimeout(),
                direction == Direction.INBOUND || config.outbound().informationalHeaders());
    }

    private Half half(LoopSide.Terms terms, Shared shared) {
        Http2Terms http2 = http2Client(terms.direction(), shared.config());
        Bootstrap connecting = shared.sockets().connecting(loop, terms.config());
        LoopSide side =
                new LoopSide(
                        terms,
                        shared.process(terms.direction()),
                        new LoopAdapter(loop),
                        System::nanoTime,
                        metrics,
                        (endpoint, meter) ->
                                new LoopGuard(
                                        shared.own(),
                                        terms.direction(),
                                        endpoint,
                                        loop,
                                        new SocketConnector(connecting, endpoint, meter, http2)));
        return new Half(
                side,
                new Destinations(side, shared.discovery(), shared.report()),
                connecting,
                metrics,
                ListenerMeters.of(metrics, terms.direction()));
    }

    private Http2Terms http2Client(Direction direction, ProxyConfig config) {
        return new Http2Terms(
                config.http(),
                config.http2Client(),
                new GuardMeters(metrics, direction, GuardMeters.Side.DST));
    }

    EventLoop loop() {
        return loop;
    }

    LoopMetrics metrics() {
        return metrics;
    }

    Half half(Direction direction) {
        Half present = halves.get(direction);
        if (present == null) {
            throw new IllegalStateException("no " + direction);
        }
        return present;
    }

    /** Drops the destinations. Called on the loop. */
    void close() {
        halves.values().forEach(half -> half.destinations().close());
    }
}
