package dev.fairlead.proxy.exchange;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that is moved by hand and, as {@link System#nanoTime}, may start anywhere. */
final class HandClock implements LongSupplier {
    /** A second before the numbers turn negative. */
    static final long BEFORE_WRAP = Long.MAX_VALUE - 1_000_000_000L;

    private final AtomicLong nowNanos;

    HandClock(long startNanos) {
        nowNanos = new AtomicLong(startNanos);
    }

    @Override
    public long getAsLong() {
        return nowNanos.get();
    }

    void advance(Duration time) {
        advanceNanos(time.toNanos());
    }

    void advanceNanos(long nanos) {
        nowNanos.addAndGet(nanos);
    }
}
