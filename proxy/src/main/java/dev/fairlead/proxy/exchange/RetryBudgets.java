package dev.fairlead.proxy.exchange;

import dev.fairlead.route.RetryBudgetPolicy;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The retry budgets of one direction, by service: all loops that hold one key share one budget.
 *
 * <p>A budget that nobody holds is kept until everything it counted is older than its {@code ttl},
 * so that a service that was forgotten for want of traffic does not begin with an unspent reserve
 * again. At most {@value #MAX_UNHELD} are kept so; one more is forgotten at once.
 *
 * <p>Thread-safe; used when a destination comes and goes, not per request.
 */
public final class RetryBudgets {
    static final int MAX_UNHELD = 10_000;

    private static final long SWEEP_NANOS = 1_000_000_000L;

    private final LongSupplier nanoClock;
    private final ConcurrentMap<String, Held> byKey = new ConcurrentHashMap<>();
    private final AtomicInteger unheld = new AtomicInteger();
    private final AtomicLong sweptNanos;

    /** A budget, by how many it is held, and since when by none. */
    private record Held(RetryBudget budget, int holders, long releasedNanos) {
        Held withHolders(int count, long nowNanos) {
            return new Held(budget, count, nowNanos);
        }

        /** Whether it is as good as a new one. */
        boolean isSpent(long nowNanos) {
            return holders == 0 && nowNanos - releasedNanos >= budget.ttlNanos();
        }
    }

    /**
     * @param nanoClock as {@link System#nanoTime}
     */
    public RetryBudgets(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        sweptNanos = new AtomicLong(nanoClock.getAsLong());
    }

    /**
     * The budget of a service, under {@code policy} from now on, for all who hold it.
     *
     * @param key names the service, the same on all loops
     */
    RetryBudget hold(String key, RetryBudgetPolicy policy) {
        long nowNanos = nanoClock.getAsLong();
        sweep(nowNanos);
        Held held =
                byKey.compute(
                        key,
                        (_, known) ->
                                known == null
                                        ? new Held(new RetryBudget(policy, nanoClock), 1, nowNanos)
                                        : held(known, nowNanos));
        held.budget.policy(policy);
        return held.budget;
    }

    private Held held(Held known, long nowNanos) {
        if (known.holders == 0) {
            unheld.decrementAndGet();
        }
        return known.withHolders(known.holders + 1, nowNanos);
    }

    /**
     * Lets go of what {@link #hold} gave, once for each time.
     *
     * @throws IllegalStateException if nobody holds it
     */
    void release(String key) {
        long nowNanos = nanoClock.getAsLong();
        byKey.compute(key, (_, known) -> released(key, known, nowNanos));
        sweep(nowNanos);
    }

    private @Nullable Held released(String key, @Nullable Held known, long nowNanos) {
        if (known == null || known.holders == 0) {
            throw new IllegalStateException("key: " + key + " (expected: one that is held)");
        }
        if (known.holders == 1 && unheld.incrementAndGet() > MAX_UNHELD) {
            unheld.decrementAndGet();
            return null;
        }
        return known.withHolders(known.holders - 1, nowNanos);
    }

    /** Forgets what is as good as new, now and then. */
    private void sweep(long nowNanos) {
        long last = sweptNanos.get();
        if (nowNanos - last >= SWEEP_NANOS && sweptNanos.compareAndSet(last, nowNanos)) {
            byKey.forEach((key, held) -> {
                if (held.isSpent(nowNanos)) {
                    byKey.computeIfPresent(key, (_, found) -> swept(found, nowNanos));
                }
            });
        }
    }

    /** Keeps a budget that was taken hold of meanwhile. */
    private @Nullable Held swept(Held found, long nowNanos) {
        if (!found.isSpent(nowNanos)) {
            return found;
        }
        unheld.decrementAndGet();
        return null;
    }

    /** How many budgets are known, held or not. */
    int size() {
        return byKey.size();
    }
}
