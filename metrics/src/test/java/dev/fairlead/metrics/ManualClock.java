package dev.fairlead.metrics;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A clock that moves when it is told to. */
final class ManualClock implements LongSupplier {
    private long nanos;

    void advance(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}
