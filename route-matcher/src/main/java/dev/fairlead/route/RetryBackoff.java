package dev.fairlead.route;

import java.time.Duration;

/**
 * Bounds of the full-jitter wait between attempts.
 *
 * @param min lower bound; not negative
 * @param max upper bound; positive and not below {@code min}
 */
public record RetryBackoff(Duration min, Duration max) {

    public RetryBackoff {
        if (min.isNegative()) {
            throw new IllegalArgumentException("min: " + min + " (expected: >= 0)");
        }
        if (!max.isPositive() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("max: " + max + " (expected: > 0 and >= min)");
        }
    }
}
