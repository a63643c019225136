package dev.fairlead.route;

import java.time.Duration;

/**
 * How many retries all routes of a profile may send together.
 *
 * @param ratio retries per original request, beyond the minimum; finite, at least 0
 * @param minRetriesPerSecond always allowed; at least 0
 * @param ttl how long an original request counts; positive
 */
public record RetryBudgetPolicy(double ratio, int minRetriesPerSecond, Duration ttl) {

    /** In force where a profile names none: 20 % and ten per second, over ten seconds. */
    public static final RetryBudgetPolicy DEFAULT =
            new RetryBudgetPolicy(0.2, 10, Duration.ofSeconds(10));

    public RetryBudgetPolicy {
        if (!(ratio >= 0 && ratio < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("ratio: " + ratio + " (expected: >= 0)");
        }
        if (minRetriesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "minRetriesPerSecond: " + minRetriesPerSecond + " (expected: >= 0)");
        }
        if (!ttl.isPositive()) {
            throw new IllegalArgumentException("ttl: " + ttl + " (expected: > 0)");
        }
    }
}
