package dev.fairlead.metrics;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much the metrics may hold, and for how long.
 *
 * @param maxSeries series that may exist at a time, from 1; a histogram of one label set counts as
 *     one
 * @param retainIdle how long a series stays on the page after its last update once nothing holds
 *     it; not negative
 * @param nanoTime the clock: nanoseconds from any origin, never going back
 */
public record Limits(int maxSeries, Duration retainIdle, LongSupplier nanoTime) {
    /** Series of a proxy that says nothing else. */
    public static final int DEFAULT_MAX_SERIES = 10_000;

    /** How long idle series stay when nothing else is said. */
    public static final Duration DEFAULT_RETAIN_IDLE = Duration.ofMinutes(10);

    public Limits {
        if (maxSeries < 1) {
            throw new IllegalArgumentException("maxSeries: " + maxSeries + " (expected: >= 1)");
        }
        if (retainIdle.isNegative()) {
            throw new IllegalArgumentException("retainIdle: " + retainIdle + " (expected: >= 0)");
        }
    }

    /** The default sizes with the system's clock. */
    public static Limits defaults() {
        return new Limits(DEFAULT_MAX_SERIES, DEFAULT_RETAIN_IDLE, System::nanoTime);
    }
}
