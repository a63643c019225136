package dev.fairlead.proxy;

import dev.fairlead.metrics.Counter;
import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.LoopMetrics;
import dev.fairlead.metrics.ProxyMeter;
import dev.fairlead.proxy.http.GuardTrips;
import dev.fairlead.proxy.http.Http2Guard;
import java.util.EnumMap;
import java.util.Map;

/** Counts the trips of HTTP/2 guards, for one side of one direction on one loop. */
final class GuardMeters implements GuardTrips {
    /** Whose connections they are. */
    enum Side {
        /** Made by clients. */
        SRC("src"),
        /** Made to servers. */
        DST("dst");

        private final String label;

        Side(String label) {
            this.label = label;
        }
    }

    private final LoopMetrics metrics;
    private final Direction direction;
    private final Side side;
    private final Map<Http2Guard, Counter> counters = new EnumMap<>(Http2Guard.class);

    GuardMeters(LoopMetrics metrics, Direction direction, Side side) {
        this.metrics = metrics;
        this.direction = direction;
        this.side = side;
    }

    @Override
    public void tripped(Http2Guard guard) {
        counters.computeIfAbsent(guard, this::counter).increment();
    }

    private Counter counter(Http2Guard guard) {
        return metrics.counter(
                ProxyMeter.HTTP2_GUARD_TRIPS, direction.label(), side.label, guard.label());
    }
}
