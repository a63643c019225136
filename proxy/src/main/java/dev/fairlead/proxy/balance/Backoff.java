package dev.fairlead.proxy.balance;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that double: {@code min · 2ⁿ}, and a random part of {@code jitterRatio} times that more,
 * never beyond {@code max}.
 *
 * @param min the first pause without jitter, from 0
 * @param max the longest, at least {@code min}
 * @param jitterRatio from 0
 */
public record Backoff(Duration min, Duration max, double jitterRatio) {
    public Backoff {
        if (min.isNegative() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException(
                    "min, max: " + min + ", " + max + " (expected: 0 <= min <= max)");
        }
        if (!(jitterRatio >= 0)) {
            throw new IllegalArgumentException("jitterRatio: " + jitterRatio + " (expected: >= 0)");
        }
    }

    /**
     * The next pause in nanoseconds.
     *
     * @param before how many pauses went before it, from 0
     */
    public long nanos(int before, RandomGenerator random) {
        double longest = max.toNanos();
        double base = Math.min(longest, min.toNanos() * Math.pow(2, before));
        return (long) Math.min(longest, base * (1 + jitterRatio * random.nextDouble()));
    }
}
