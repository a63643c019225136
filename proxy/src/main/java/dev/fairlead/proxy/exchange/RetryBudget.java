package dev.fairlead.proxy.exchange;

import dev.fairlead.route.RetryBudgetPolicy;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * How many retries the routes of one service may still send: each request adds a share of a retry,
 * each retry takes a whole one, and a reserve lets a service with little traffic retry too.
 *
 * <p>The arithmetic is in <em>shares</em>, {@value #RETRY} of which are one retry, so that any
 * ratio with up to nine decimals is exact. At any time
 *
 * <pre>
 *   balance = minRetriesPerSecond · ttl + ratio · deposits of the last ttl − retries of the last ttl
 * </pre>
 *
 * <p>and a retry is allowed while the balance is at least one. Deposits and retries are remembered
 * by tenths of the {@code ttl}, each of which opens when it is first needed: a deposit is forgotten
 * when its tenth opened a {@code ttl} ago, a retry when the last one of its tenth is a {@code ttl}
 * old. So a deposit counts for nine to ten tenths of the {@code ttl}, a retry for ten to eleven:
 * what is rounded is rounded towards fewer retries.
 *
 * <p>Thread-safe. A deposit adds to a striped counter and allocates nothing, except for the one
 * that opens a tenth; a retry replaces the ledger, which is immutable but for the counters.
 */
final class RetryBudget {
    /** One retry, in shares. Also the nanoseconds of a second, which makes the reserve exact. */
    static final long RETRY = 1_000_000_000L;

    private final LongSupplier nanoClock;
    private final AtomicReference<RetryLedger> ledger;

    /**
     * @param nanoClock as {@link System#nanoTime}
     */
    RetryBudget(RetryBudgetPolicy policy, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        ledger = new AtomicReference<>(RetryLedger.empty(policy, nanoClock.getAsLong()));
    }

    /** Counts an original request. */
    void deposit() {
        current(nanoClock.getAsLong()).deposit();
    }

    /** Takes one retry. False if that is not allowed now: then nothing is taken. */
    boolean withdraw() {
        long nowNanos = nanoClock.getAsLong();
        while (true) {
            RetryLedger seen = current(nowNanos);
            if (seen.balance(nowNanos) < RETRY) {
                return false;
            }
            if (ledger.compareAndSet(seen, seen.withdraw(nowNanos))) {
                return true;
            }
        }
    }

    /**
     * Puts another policy in force at once. What was deposited keeps its worth and what was retried
     * stays retried; both are forgotten by the new {@code ttl}.
     */
    void policy(RetryBudgetPolicy policy) {
        long nowNanos = nanoClock.getAsLong();
        ledger.updateAndGet(
                seen -> seen.policy().equals(policy) ? seen : seen.under(policy, nowNanos));
    }

    /** Whether it differs from a new one: something that was deposited or retried still counts. */
    boolean remembers() {
        return ledger.get().remembers(nanoClock.getAsLong());
    }

    /** The ledger whose tenth is open now. */
    private RetryLedger current(long nowNanos) {
        RetryLedger seen = ledger.get();
        while (seen.isOver(nowNanos)) {
            RetryLedger next = seen.turn(nowNanos);
            if (ledger.compareAndSet(seen, next)) {
                return next;
            }
            seen = ledger.get();
        }
        return seen;
    }
}
