package dev.fairlead.proxy.exchange;

import dev.fairlead.route.RetryBudgetPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a {@link RetryBudget} remembers: the open tenth of its {@code ttl} and those before it.
 * Immutable, but for the deposits that the open tenth counts.
 *
 * @param open the tenth that deposits and retries go to
 * @param earlier those before it, oldest first
 */
record RetryLedger(RetryBudgetPolicy policy, Terms terms, Tenth open, List<Tenth> earlier) {
    private static final int TENTHS = 10;

    /**
     * More than this remain only if the policy changes all the time; then the oldest are joined.
     */
    static final int MAX_TENTHS = 32;

    /** A policy in the units of the ledger. */
    private record Terms(long depositShares, long reserveShares, long ttlNanos, long tenthNanos) {
        /** Longer than any profile asks for, and short enough to reckon with. */
        private static final long MAX_TTL_NANOS = Long.MAX_VALUE / 4;

        static Terms of(RetryBudgetPolicy policy) {
            long ttlNanos =
                    policy.ttl().toSeconds() >= MAX_TTL_NANOS / RetryBudget.RETRY
                            ? MAX_TTL_NANOS
                            : policy.ttl().toNanos();
            return new Terms(
                    Math.round(policy.ratio() * RetryBudget.RETRY),
                    product(policy.minRetriesPerSecond(), ttlNanos),
                    ttlNanos,
                    Math.max(1, ttlNanos / TENTHS));
        }
    }

    /**
     * What happened in one tenth.
     *
     * @param deposits how many
     * @param shares what each of them is worth
     * @param retries how many
     * @param lastRetryNanos when the last of them was; without meaning if there was none
     */
    private record Tenth(
            long openedNanos, LongAdder deposits, long shares, long retries, long lastRetryNanos) {
        static Tenth open(Terms terms, long nowNanos) {
            return new Tenth(nowNanos, new LongAdder(), terms.depositShares, 0, nowNanos);
        }

        Tenth retried(long nowNanos) {
            long last = retries == 0 ? nowNanos : later(lastRetryNanos, nowNanos);
            return new Tenth(openedNanos, deposits, shares, retries + 1, last);
        }

        long deposited() {
            return product(deposits.sum(), shares);
        }

        boolean depositsCount(long ttlNanos, long nowNanos) {
            return nowNanos - openedNanos < ttlNanos;
        }

        boolean retriesCount(long ttlNanos, long nowNanos) {
            return retries > 0 && nowNanos - lastRetryNanos < ttlNanos;
        }

        /** This one without what does not count any more. */
        Tenth pruned(long ttlNanos, long nowNanos) {
            long worth = depositsCount(ttlNanos, nowNanos) ? shares : 0;
            long live = retriesCount(ttlNanos, nowNanos) ? retries : 0;
            return worth == shares && live == retries
                    ? this
                    : new Tenth(openedNanos, deposits, worth, live, lastRetryNanos);
        }

        boolean isEmpty() {
            return shares == 0 && retries == 0;
        }

        /** This one and a younger one as one that is as old as this in deposits. */
        Tenth joined(Tenth younger) {
            LongAdder sum = new LongAdder();
            sum.add(plus(deposited(), younger.deposited()));
            long last =
                    younger.retries == 0
                            ? lastRetryNanos
                            : later(lastRetryNanos, younger.lastRetryNanos);
            return new Tenth(openedNanos, sum, 1, retries + younger.retries, last);
        }
    }

    static RetryLedger empty(RetryBudgetPolicy policy, long nowNanos) {
        Terms terms = Terms.of(policy);
        return new RetryLedger(policy, terms, Tenth.open(terms, nowNanos), List.of());
    }

    /** Whether anything of it counts, so that it differs from an empty one. */
    boolean remembers(long nowNanos) {
        return counts(open, nowNanos)
                || earlier.stream().anyMatch(tenth -> counts(tenth, nowNanos));
    }

    private boolean counts(Tenth tenth, long nowNanos) {
        return deposits(tenth, nowNanos) > 0 || retries(tenth, nowNanos) > 0;
    }

    void deposit() {
        open.deposits.increment();
    }

    /** What may be retried, in shares of {@link RetryBudget#RETRY}; may be negative. */
    long balance(long nowNanos) {
        long allowed = plus(terms.reserveShares, deposits(open, nowNanos));
        long retries = retries(open, nowNanos);
        for (Tenth tenth : earlier) {
            allowed = plus(allowed, deposits(tenth, nowNanos));
            retries += retries(tenth, nowNanos);
        }
        return allowed - product(retries, RetryBudget.RETRY);
    }

    private long deposits(Tenth tenth, long nowNanos) {
        return tenth.depositsCount(terms.ttlNanos, nowNanos) ? tenth.deposited() : 0;
    }

    private long retries(Tenth tenth, long nowNanos) {
        return tenth.retriesCount(terms.ttlNanos, nowNanos) ? tenth.retries : 0;
    }

    RetryLedger withdraw(long nowNanos) {
        return new RetryLedger(policy, terms, open.retried(nowNanos), earlier);
    }

    /** Whether it is time to open the next tenth. */
    boolean isOver(long nowNanos) {
        return nowNanos - open.openedNanos >= terms.tenthNanos;
    }

    /** Opens the next tenth, on the grid that the last one lies on. */
    RetryLedger turn(long nowNanos) {
        long intoTenth = (nowNanos - open.openedNanos) % terms.tenthNanos;
        return reopened(policy, terms, nowNanos, nowNanos - intoTenth);
    }

    /** Opens a tenth of the new length, whose deposits have the new worth. */
    RetryLedger under(RetryBudgetPolicy next, long nowNanos) {
        return reopened(next, Terms.of(next), nowNanos, nowNanos);
    }

    private RetryLedger reopened(
            RetryBudgetPolicy nextPolicy, Terms nextTerms, long nowNanos, long openedNanos) {
        long ttlNanos = Math.min(terms.ttlNanos, nextTerms.ttlNanos);
        List<Tenth> kept = new ArrayList<>(earlier.size() + 1);
        for (Tenth tenth : earlier) {
            keep(kept, tenth.pruned(ttlNanos, nowNanos));
        }
        keep(kept, open.pruned(ttlNanos, nowNanos));
        if (kept.size() > MAX_TENTHS) {
            kept.set(1, kept.get(0).joined(kept.get(1)));
            kept.removeFirst();
        }
        return new RetryLedger(
                nextPolicy, nextTerms, Tenth.open(nextTerms, openedNanos), List.copyOf(kept));
    }

    private static void keep(List<Tenth> kept, Tenth tenth) {
        if (!tenth.isEmpty()) {
            kept.add(tenth);
        }
    }

    private static long later(long oneNanos, long otherNanos) {
        return otherNanos - oneNanos > 0 ? otherNanos : oneNanos;
    }

    /** The sum of what is not negative, at most {@link Long#MAX_VALUE}. */
    private static long plus(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** The product of what is not negative, at most {@link Long#MAX_VALUE}. */
    private static long product(long one, long other) {
        long product = one * other;
        return Math.multiplyHigh(one, other) == 0 && product >= 0 ? product : Long.MAX_VALUE;
    }
}
