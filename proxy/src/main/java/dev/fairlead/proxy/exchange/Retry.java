package dev.fairlead.proxy.exchange;

/**
 * The attempt that follows a failed one; the budget has paid for it.
 *
 * @param waitNanos after so long, from 0
 * @param dispatcher who chooses the endpoint, if it follows at once
 */
record Retry(long waitNanos, Dispatcher dispatcher) {}
