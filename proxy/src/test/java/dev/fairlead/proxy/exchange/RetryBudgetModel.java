package dev.fairlead.proxy.exchange;

import dev.fairlead.route.RetryBudgetPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a retry budget allows by its definition, from a plain list of all that happened.
 *
 * <p>Each thing counts while it is younger than the {@code ttl}, give or take one tenth of the
 * {@code ttl} that was in force when it happened: that is the whole tolerance.
 */
final class RetryBudgetModel {
    /** How the tolerance is taken. */
    enum Rounding {
        /** A deposit and a retry count for exactly a {@code ttl}: more must never be allowed. */
        UP,
        /** A deposit counts a tenth less, a retry a tenth more: as much must always be allowed. */
        DOWN
    }

    private record Event(BigDecimal worth, long atNanos, long toleranceNanos) {
        boolean isDeposit() {
            return worth.signum() >= 0;
        }
    }

    private final Rounding rounding;
    private final List<Event> events = new ArrayList<>();
    private RetryBudgetPolicy policy;

    RetryBudgetModel(RetryBudgetPolicy policy, Rounding rounding) {
        this.policy = policy;
        this.rounding = rounding;
    }

    void deposited(long nowNanos) {
        add(BigDecimal.valueOf(policy.ratio()), nowNanos);
    }

    void retried(long nowNanos) {
        add(BigDecimal.ONE.negate(), nowNanos);
    }

    private void add(BigDecimal worth, long nowNanos) {
        events.add(new Event(worth, nowNanos, Math.max(1, policy.ttl().toNanos() / 10)));
    }

    boolean allows(long nowNanos) {
        BigDecimal ttlSeconds = BigDecimal.valueOf(policy.ttl().toNanos(), 9);
        BigDecimal balance = ttlSeconds.multiply(BigDecimal.valueOf(policy.minRetriesPerSecond()));
        for (Event event : events) {
            if (counts(event, nowNanos)) {
                balance = balance.add(event.worth);
            }
        }
        return balance.compareTo(BigDecimal.ONE) >= 0;
    }

    /** What counts under neither policy is gone for good. */
    void policy(RetryBudgetPolicy next, long nowNanos) {
        events.removeIf(event -> !counts(event, nowNanos));
        policy = next;
        events.removeIf(event -> !counts(event, nowNanos));
    }

    private boolean counts(Event event, long nowNanos) {
        long lifeNanos = policy.ttl().toNanos();
        if (rounding == Rounding.DOWN) {
            lifeNanos += event.isDeposit() ? 1 - event.toleranceNanos : event.toleranceNanos;
        }
        return nowNanos - event.atNanos < lifeNanos;
    }
}
