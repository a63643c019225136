package dev.fairlead.cli.stats;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * What became of requests that failed at first.
 *
 * @param retryable failed attempts that the route allows to repeat, {@code route_retryable_total}
 * @param refused those of them that the budget refused
 * @param fates requests by the label {@code outcome} of {@code route_retry_total}; sorted
 */
public record RetryCounts(long retryable, long refused, SortedMap<String, Long> fates) {
    /** Nothing failed. */
    public static final RetryCounts NONE = new RetryCounts(0, 0, new TreeMap<>());

    public RetryCounts {
        fates = Collections.unmodifiableSortedMap(new TreeMap<>(fates));
    }

    static RetryCounts fate(String outcome, long count) {
        SortedMap<String, Long> fates = new TreeMap<>();
        fates.put(outcome, count);
        return new RetryCounts(0, 0, fates);
    }

    /** How often a request was sent again. */
    public long sentAgain() {
        return retryable - refused;
    }

    /** How many requests had this fate. */
    public long fate(String outcome) {
        return fates.getOrDefault(outcome, 0L);
    }

    /** Both together. */
    public RetryCounts plus(RetryCounts other) {
        return combined(other, Long::sum);
    }

    /** What has been counted since an earlier state of the same counters. */
    public RetryCounts minus(RetryCounts earlier) {
        return combined(earlier, (now, then) -> Math.max(0, now - then));
    }

    private RetryCounts combined(RetryCounts other, LongBinaryOperator operator) {
        SortedMap<String, Long> result = new TreeMap<>(fates);
        other.fates.keySet().forEach(outcome -> result.putIfAbsent(outcome, 0L));
        result.replaceAll((outcome, count) -> operator.applyAsLong(count, other.fate(outcome)));
        return new RetryCounts(
                operator.applyAsLong(retryable, other.retryable),
                operator.applyAsLong(refused, other.refused),
                result);
    }
}
