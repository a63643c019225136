package dev.fairlead.proxy.exchange;

import dev.fairlead.route.RetryBackoff;
import dev.fairlead.route.RetrySpec;
import dev.fairlead.route.Route;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How requests of one route are sent again and cut short: what the route says, and the proxy's
 * defaults where it says nothing. Times in nanoseconds, where {@link #NEVER} is none.
 *
 * @param isRetryable whether a request that may have been processed may be sent again
 * @param maxRetries attempts after the first, at most; 0 for none, not even of an unsent request
 * @param perTryNanos how long one attempt may take until the head of its response
 * @param minBackoffNanos least pause before the second retry and later ones
 * @param maxBackoffNanos longest
 * @param maxBodyBytes longest request body that is kept for a retry
 * @param timeoutNanos how long all attempts may take until the head of the response
 */
record RetryPlan(
        boolean isRetryable,
        int maxRetries,
        long perTryNanos,
        long minBackoffNanos,
        long maxBackoffNanos,
        int maxBodyBytes,
        long timeoutNanos) {
    static final long NEVER = Long.MAX_VALUE;
    static final int DEFAULT_MAX_RETRIES = 3;
    static final int DEFAULT_MAX_BODY_BYTES = 65_536;
    static final RetryBackoff DEFAULT_BACKOFF =
            new RetryBackoff(Duration.ofMillis(25), Duration.ofMillis(250));

    /** Sends once, and waits for ever. */
    static final RetryPlan NONE = new RetryPlan(false, 0, NEVER, 0, 0, 0, NEVER);

    /**
     * @param route null for the default route
     */
    static RetryPlan of(@Nullable Route route) {
        RetrySpec spec = route == null ? RetrySpec.NONE : route.retry();
        RetryBackoff backoff = spec.backoff().orElse(DEFAULT_BACKOFF);
        return new RetryPlan(
                spec.isRetryable(),
                spec.maxRetries().orElse(DEFAULT_MAX_RETRIES),
                spec.perTryTimeout().map(Duration::toNanos).orElse(NEVER),
                backoff.min().toNanos(),
                backoff.max().toNanos(),
                spec.maxRetryBodyBytes().orElse(DEFAULT_MAX_BODY_BYTES),
                route == null ? NEVER : route.timeout().map(Duration::toNanos).orElse(NEVER));
    }

    /**
     * Full jitter: the first retry follows at once, the n-th waits for a time between the least
     * pause and its double, at the third retry four times it, and so on up to the longest.
     *
     * @param retry from 1
     * @param draw random, at least 0 and below 1
     */
    long backoffNanos(int retry, double draw) {
        if (retry < 2) {
            return 0;
        }
        double ceiling =
                Math.min((double) maxBackoffNanos, minBackoffNanos * Math.pow(2, retry - 1));
        return minBackoffNanos + (long) (draw * Math.max(0, ceiling - minBackoffNanos));
    }
}
