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
 * <p>A budget that nobody holds is kept as long as anything it counted is younger than its {@code
 * ttl}, so that a service that was forgotten for want of traffic does not begin with an unspent
 * reserve again. At most {@value #MAX_UNHELD} are kept so; one more is forgotten at once.
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

    /** A budget, and how many hold it. */
    private record Held(RetryBudget budget, int holders) {
        /** Whether nobody would notice if it were made anew. */
        boolean isDispensable() {
            return holders == 0 && !budget.remembers();
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
     * The budget of a service.
     *
     * @param key names the service, the same on all loops
     * @param policy of a budget that is not known yet; one that is keeps the policy it has
     */
    RetryBudget hold(String key, RetryBudgetPolicy policy) {
        sweep();
        return byKey.compute(
                        key,
                        (_, known) ->
                                known == null
                                        ? new Held(new RetryBudget(policy, nanoClock), 1)
                                        : oneMore(known))
                .budget;
    }

    private Held oneMore(Held known) {
        if (known.holders == 0) {
            unheld.decrementAndGet();
        }
        return new Held(known.budget, known.holders + 1);
    }

    /**
     * Lets go of what {@link #hold} gave, once for each time.
     *
     * @throws IllegalStateException if nobody holds it
     */
    void release(String key) {
        byKey.compute(key, (_, known) -> oneLess(key, known));
        sweep();
    }

    private @Nullable Held oneLess(String key, @Nullable Held known) {
        if (known == null || known.holders == 0) {
            throw new IllegalStateException("key: " + key + " (expected: one that is held)");
        }
        Held left = new Held(known.budget, known.holders - 1);
        return left.holders > 0 || mayStay(left) ? left : null;
    }

    private boolean mayStay(Held left) {
        if (left.isDispensable()) {
            return false;
        }
        if (unheld.incrementAndGet() > MAX_UNHELD) {
            unheld.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Forgets what has become as good as new, now and then. */
    private void sweep() {
        long nowNanos = nanoClock.getAsLong();
        long last = sweptNanos.get();
        if (nowNanos - last >= SWEEP_NANOS && sweptNanos.compareAndSet(last, nowNanos)) {
            byKey.forEach((key, held) -> {
                if (held.isDispensable()) {
                    byKey.computeIfPresent(key, (_, found) -> kept(found));
                }
            });
        }
    }

    /** A budget that was taken hold of meanwhile is kept. */
    private @Nullable Held kept(Held found) {
        if (!found.isDispensable()) {
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
