package dev.fairlead.cli.stats;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * A classic histogram.
 *
 * @param cumulative how many values were at most the bound, in milliseconds; the last bound is
 *     infinite unless the histogram is empty
 */
public record LatencyHistogram(SortedMap<Double, Long> cumulative) {
    /** No values. */
    public static final LatencyHistogram EMPTY = new LatencyHistogram(new TreeMap<>());

    public LatencyHistogram {
        cumulative = Collections.unmodifiableSortedMap(new TreeMap<>(cumulative));
        if (!cumulative.isEmpty() && cumulative.lastKey() != Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "bounds: " + cumulative.keySet() + " (expected: the last one infinite)");
        }
    }

    /** How many values there are. */
    public long count() {
        return cumulative.getOrDefault(Double.POSITIVE_INFINITY, 0L);
    }

    /** The values of both. */
    public LatencyHistogram plus(LatencyHistogram other) {
        return combined(other, Long::sum);
    }

    /** The values that have come since an earlier state of the same histogram. */
    public LatencyHistogram minus(LatencyHistogram earlier) {
        return combined(earlier, (now, then) -> Math.max(0, now - then));
    }

    /**
     * Estimates a quantile in milliseconds as Prometheus' {@code histogram_quantile} does: values
     * are taken to lie evenly between the bounds of their bucket, the first of which starts at 0; a
     * quantile in the last bucket is the largest finite bound. Not a number when there are no
     * values.
     *
     * @param q from 0 to 1
     */
    public double quantile(double q) {
        if (q < 0 || q > 1) {
            throw new IllegalArgumentException("q: " + q + " (expected: 0 to 1)");
        }
        if (count() == 0) {
            return Double.NaN;
        }
        double rank = q * count();
        double lower = 0;
        long below = 0;
        for (Map.Entry<Double, Long> bucket : cumulative.entrySet()) {
            double upper = bucket.getKey();
            long upTo = bucket.getValue();
            if (upTo >= rank && upTo > below) {
                return Double.isInfinite(upper)
                        ? lower
                        : lower + (upper - lower) * (rank - below) / (upTo - below);
            }
            lower = Double.isInfinite(upper) ? lower : upper;
            below = upTo;
        }
        return lower;
    }

    private LatencyHistogram combined(LatencyHistogram other, LongBinaryOperator operator) {
        SortedMap<Double, Long> result = new TreeMap<>(cumulative);
        other.cumulative.keySet().forEach(bound -> result.putIfAbsent(bound, 0L));
        result.replaceAll((bound, count) ->
                operator.applyAsLong(count, other.cumulative.getOrDefault(bound, 0L)));
        return new LatencyHistogram(result);
    }
}
