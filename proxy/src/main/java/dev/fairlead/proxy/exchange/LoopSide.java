package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.LoopMetrics;
import dev.fairlead.proxy.config.DirectionConfig;
import dev.fairlead.proxy.pool.Connector;
import dev.fairlead.proxy.pool.LoopTimers;
import dev.fairlead.proxy.transport.ByteMeter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What the exchanges of one direction share on one event loop. */
public final class LoopSide {
    /** The event loop, as the exchange sees it. */
    public interface Loop extends Executor, LoopTimers {
        /** Whether the caller runs on it. */
        boolean inEventLoop();
    }

    /** Makes what connects to endpoints. */
    public interface Connectors {
        /** A connector to one endpoint, whose connections {@code meter} counts. */
        Connector to(InetSocketAddress endpoint, ByteMeter meter);
    }

    private final Direction direction;
    private final DirectionConfig config;
    private final Duration profileTimeout;
    private final Loop loop;
    private final LongSupplier nanoClock;
    private final LoopMetrics metrics;
    private final Connectors connectors;
    private final InFlight inFlight;
    private final FailureLedger failures;
    private final HeaderPolicy headers;
    private final Rescue rescue;
    private final AcrossLoops shared;
    private final SplittableRandom random = new SplittableRandom();

    /**
     * What is told to a side when it is made.
     *
     * @param direction inbound or outbound
     * @param config of that direction
     * @param profileTimeout how long a request waits for what discovery has to say
     * @param informationalHeaders whether clients are told why we failed their requests
     */
    public record Terms(
            Direction direction,
            DirectionConfig config,
            Duration profileTimeout,
            boolean informationalHeaders) {}

    /**
     * What the sides of one direction share across loops.
     *
     * @param budgets of retries, by service
     * @param replayMemory for request bodies that may have to be sent again
     */
    public record AcrossLoops(RetryBudgets budgets, ReplayMemory replayMemory) {}

    /**
     * @param nanoClock as {@link System#nanoTime}
     * @param metrics the cells of the event loop
     */
    public LoopSide(
            Terms terms,
            AcrossLoops shared,
            Loop loop,
            LongSupplier nanoClock,
            LoopMetrics metrics,
            Connectors connectors) {
        this.shared = shared;
        this.direction = terms.direction();
        this.config = terms.config();
        this.profileTimeout = terms.profileTimeout();
        this.loop = loop;
        this.nanoClock = nanoClock;
        this.metrics = metrics;
        this.connectors = connectors;
        this.inFlight = new InFlight(config.maxInFlight());
        this.failures = new FailureLedger(direction, metrics, nanoClock);
        this.headers = HeaderPolicy.of(direction);
        this.rescue = new Rescue(terms.informationalHeaders());
    }

    Direction direction() {
        return direction;
    }

    DirectionConfig config() {
        return config;
    }

    Duration profileTimeout() {
        return profileTimeout;
    }

    Loop loop() {
        return loop;
    }

    LongSupplier nanoClock() {
        return nanoClock;
    }

    LoopMetrics metrics() {
        return metrics;
    }

    Connectors connectors() {
        return connectors;
    }

    InFlight inFlight() {
        return inFlight;
    }

    FailureLedger failures() {
        return failures;
    }

    HeaderPolicy headers() {
        return headers;
    }

    Rescue rescue() {
        return rescue;
    }

    RetryBudgets budgets() {
        return shared.budgets();
    }

    ReplayMemory replayMemory() {
        return shared.replayMemory();
    }

    RandomGenerator random() {
        return random;
    }
}
