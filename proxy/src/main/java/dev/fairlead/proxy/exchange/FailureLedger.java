package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.Counter;
import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.LoopMetrics;
import dev.fairlead.metrics.ProxyMeter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the failures of one direction on one loop, and logs them: of each reason one line a second
 * at most, with how many it stands for, as an outage fails every request.
 */
final class FailureLedger {
    private static final Logger LOGGER = LoggerFactory.getLogger(FailureLedger.class);
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Direction direction;
    private final LoopMetrics metrics;
    private final LongSupplier nanoClock;
    private final Map<FailureReason, Entry> entries = new EnumMap<>(FailureReason.class);

    FailureLedger(Direction direction, LoopMetrics metrics, LongSupplier nanoClock) {
        this.direction = direction;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
    }

    private final class Entry {
        private final Counter byReason;
        private final @Nullable Counter byError;
        private long loggedNanos;
        private long unlogged;

        Entry(FailureReason reason) {
            byReason = metrics.counter(ProxyMeter.PROXY_ERROR, direction.label(), reason.label());
            byError =
                    direction == Direction.OUTBOUND
                            ? metrics.counter(ProxyMeter.OUTBOUND_HTTP_ERRORS, reason.errorLabel())
                            : null;
            loggedNanos = nanoClock.getAsLong() - LOG_EVERY_NANOS;
        }
    }

    /**
     * Counts one.
     *
     * @param destination null if none was found
     */
    void count(ProxyFailure failure, @Nullable Destination destination) {
        FailureReason reason = failure.reason();
        Entry entry = entries.computeIfAbsent(reason, Entry::new);
        entry.byReason.increment();
        if (entry.byError != null) {
            entry.byError.increment();
        } else if (destination != null) {
            destination.inboundError(reason.errorLabel());
        }
        entry.unlogged++;
        long now = nanoClock.getAsLong();
        if (now - entry.loggedNanos >= LOG_EVERY_NANOS) {
            log(failure, entry.unlogged);
            entry.loggedNanos = now;
            entry.unlogged = 0;
        }
    }

    private void log(ProxyFailure failure, long requests) {
        LOGGER.atWarn()
                .addKeyValue("direction", direction.label())
                .addKeyValue("reason", failure.reason().label())
                .addKeyValue("error", failure.message())
                .addKeyValue("requests", requests)
                .log("request failed");
    }
}
