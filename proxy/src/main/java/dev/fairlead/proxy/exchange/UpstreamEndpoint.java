package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.HttpMeters;
import dev.fairlead.metrics.TransportMeters;
import dev.fairlead.proxy.balance.Breaker;
import dev.fairlead.proxy.pool.ConnectionPool;
import dev.fairlead.proxy.pool.LoopTimers;
import org.jspecify.annotations.Nullable;

/**
 * What a destination keeps for one of its endpoints: connections, meters, and whether requests may
 * go there.
 */
final class UpstreamEndpoint {
    private final ConnectionPool pool;
    private final HttpMeters meters;
    private final TransportMeters transport;
    private final Breaker breaker;
    private final BreakerMeters breakerMeters;
    private LoopTimers.@Nullable Timer wake;
    private boolean reachable = true;
    private int failedConnects;

    UpstreamEndpoint(
            ConnectionPool pool,
            HttpMeters meters,
            TransportMeters transport,
            Breaker breaker,
            BreakerMeters breakerMeters) {
        this.pool = pool;
        this.meters = meters;
        this.transport = transport;
        this.breaker = breaker;
        this.breakerMeters = breakerMeters;
    }

    ConnectionPool pool() {
        return pool;
    }

    HttpMeters meters() {
        return meters;
    }

    Breaker breaker() {
        return breaker;
    }

    BreakerMeters breakerMeters() {
        return breakerMeters;
    }

    /** Whether a request may be sent to it now. */
    boolean isReady() {
        return reachable && breaker.admits();
    }

    /** Whether nothing but its breaker keeps requests from it. */
    boolean isShutOut() {
        return reachable && breaker.state() != Breaker.State.CLOSED;
    }

    /** False from a connect that failed until one that came about. */
    boolean isReachable() {
        return reachable;
    }

    void setReachable(boolean reachable) {
        this.reachable = reachable;
    }

    /** Counts one more failed connect in a row; returns how many went before it. */
    int connectFailed() {
        return failedConnects++;
    }

    void connected() {
        failedConnects = 0;
    }

    /** This timer wakes the breaker, instead of the one before. */
    void wakeBy(LoopTimers.Timer timer) {
        wakeNever();
        wake = timer;
    }

    void wakeNever() {
        if (wake != null) {
            wake.cancel();
            wake = null;
        }
    }

    void retire() {
        wakeNever();
        pool.retire();
        meters.close();
        transport.close();
        breakerMeters.close();
    }
}
