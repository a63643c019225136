package dev.fairlead.metrics;

import java.util.List;

/**
 * The bounds of a histogram, in the unit it is recorded in, and how they are written on the page.
 *
 * <p>The values of {@link #LATENCY_MS} are Linkerd's; queries and dashboards rely on them. Most
 * requests take a few milliseconds, so a table answers for the small values and a short scan for
 * the rest.
 */
final class Buckets {
    /** Recorded and shown in milliseconds. */
    static final Buckets LATENCY_MS =
            new Buckets(
                    List.of(
                            1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 100, 200, 300, 400, 500, 1_000,
                            2_000, 3_000, 4_000, 5_000, 10_000, 20_000, 30_000, 40_000, 50_000),
                    1,
                    1);

    /** Recorded in microseconds, shown in seconds. */
    static final Buckets DETECT_SECONDS =
            new Buckets(List.of(1_000, 10_000, 100_000), 1_000_000, 1_000);

    private static final int TABLE_SIZE = 51;

    private final int[] bounds;
    private final String[] labels;
    private final double unitsPerShown;
    private final int unitsPerStep;
    private final byte[] small = new byte[TABLE_SIZE];

    /**
     * @param bounds upper bounds, inclusive, ascending
     * @param unitsPerShown recorded units in one unit of the page
     * @param unitsPerStep recorded units that one entry of the table covers; every bound is a
     *     multiple of it
     */
    private Buckets(List<Integer> bounds, double unitsPerShown, int unitsPerStep) {
        this.bounds = bounds.stream().mapToInt(Integer::intValue).toArray();
        this.unitsPerShown = unitsPerShown;
        this.unitsPerStep = unitsPerStep;
        labels = new String[count()];
        for (int i = 0; i < this.bounds.length; i++) {
            labels[i] = "le=\"" + Numbers.text(this.bounds[i] / unitsPerShown) + '"';
        }
        labels[this.bounds.length] = "le=\"+Inf\"";
        for (int step = 0; step < TABLE_SIZE; step++) {
            small[step] = (byte) scan((long) step * unitsPerStep);
        }
    }

    /** How many buckets there are, the unbounded one included. */
    int count() {
        return bounds.length + 1;
    }

    /** The bucket that a value falls into: the first whose bound is not below it. */
    int indexOf(long value) {
        // Rounding up keeps a value above a bound out of that bound's bucket.
        long step = (value + unitsPerStep - 1) / unitsPerStep;
        return step >= 0 && step < TABLE_SIZE ? small[(int) step] : scan(value);
    }

    /** The label {@code le} of a bucket, as on the page. */
    String label(int index) {
        return labels[index];
    }

    /** A recorded sum in the unit of the page. */
    double shown(long sum) {
        return sum / unitsPerShown;
    }

    private int scan(long value) {
        int i = 0;
        while (i < bounds.length && value > bounds[i]) {
            i++;
        }
        return i;
    }
}
