package dev.fairlead.proxy.config;

import java.time.Duration;

/**
 * Pauses between attempts to reach the same endpoint: the <i>n</i>th is {@code min·2ⁿ} plus a
 * random part of {@code jitter} times that, and never more than {@code max}.
 *
 * @param min first pause, at most {@code max}
 * @param max longest pause, more than 0
 * @param jitter 0 to 100
 */
public record ConnectBackoff(Duration min, Duration max, double jitter) {
    /** Largest factor of jitter. */
    public static final double MAX_JITTER = 100;

    public ConnectBackoff {
        Check.notNegative("min", min);
        Check.positive("max", max);
        if (min.compareTo(max) > 0) {
            throw new IllegalArgumentException("min: " + min + " (expected: <= max, " + max + ")");
        }
        if (!(jitter >= 0 && jitter <= MAX_JITTER)) {
            throw new IllegalArgumentException("jitter: " + jitter + " (expected: 0 to 100)");
        }
    }
}
