package dev.fairlead.route;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a route is retried. All fields but {@code isRetryable} are extensions of Fairlead; an absent
 * one leaves the choice to the proxy's defaults.
 *
 * @param isRetryable whether a request that may have been processed may be sent again
 * @param maxRetries at most so many attempts after the first; 0 forbids retries; at least 0
 * @param perTryTimeout limit of one attempt; positive
 * @param backoff wait before the second and later retries
 * @param maxRetryBodyBytes longest request body kept for a retry, in bytes; at least 0
 */
public record RetrySpec(
        boolean isRetryable,
        OptionalInt maxRetries,
        Optional<Duration> perTryTimeout,
        Optional<RetryBackoff> backoff,
        OptionalInt maxRetryBodyBytes) {

    /** A route that says nothing about retries. */
    public static final RetrySpec NONE = plain(false);

    public RetrySpec {
        requireNotNegative("maxRetries", maxRetries);
        requireNotNegative("maxRetryBodyBytes", maxRetryBodyBytes);
        if (perTryTimeout.isPresent() && !perTryTimeout.get().isPositive()) {
            throw new IllegalArgumentException(
                    "perTryTimeout: " + perTryTimeout.get() + " (expected: > 0)");
        }
    }

    /** Linkerd's form: only the flag. */
    public static RetrySpec plain(boolean isRetryable) {
        return new RetrySpec(
                isRetryable,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private static void requireNotNegative(String name, OptionalInt value) {
        if (value.isPresent() && value.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    name + ": " + value.getAsInt() + " (expected: >= 0)");
        }
    }
}
