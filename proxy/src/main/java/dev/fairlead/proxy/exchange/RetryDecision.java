package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.RetryOutcome;

/** Whether a failed attempt is followed by another. */
sealed interface RetryDecision {
    /**
     * It is, and the budget has paid for it.
     *
     * @param waitNanos after so long, from 0
     * @param dispatcher who chooses the endpoint
     */
    record Retry(long waitNanos, Dispatcher dispatcher) implements RetryDecision {}

    /** It is not; {@code why} says why. */
    record Skip(RetryOutcome why) implements RetryDecision {}
}
