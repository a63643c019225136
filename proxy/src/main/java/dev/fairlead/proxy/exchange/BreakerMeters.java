package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.Counter;
import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.LoopMetrics;
import dev.fairlead.metrics.ProxyMeter;
import dev.fairlead.proxy.balance.Breaker;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts the transitions of one endpoint's breaker in the series of its service, from the first one
 * on. Belongs to one event loop.
 */
final class BreakerMeters {
    private final LoopMetrics metrics;
    private final Direction direction;
    private final String dst;
    private final Map<Breaker.State, Counter> counters = new EnumMap<>(Breaker.State.class);

    /**
     * @param dst the service's name and port
     */
    BreakerMeters(LoopMetrics metrics, Direction direction, String dst) {
        this.metrics = metrics;
        this.direction = direction;
        this.dst = dst;
    }

    /** A breaker has come to this state. */
    void count(Breaker.State state) {
        switch (state) {
            case CLOSED -> count(state, "closed");
            case OPEN -> count(state, "open");
            case HALF_OPEN -> count(state, "half_open");
            case PROBING -> {} // each request in half-open is one
        }
    }

    private void count(Breaker.State state, String label) {
        counters.computeIfAbsent(
                        state,
                        _ ->
                                metrics.counter(
                                        ProxyMeter.BREAKER_TRANSITIONS,
                                        direction.label(),
                                        dst,
                                        label))
                .increment();
    }

    void close() {
        counters.values().forEach(Counter::close);
        counters.clear();
    }
}
