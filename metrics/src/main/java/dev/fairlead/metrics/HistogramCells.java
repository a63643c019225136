package dev.fairlead.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A histogram with one writing thread: observations per bucket, then their sum, in one array. */
final class HistogramCells implements Cells {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final int loop;
    private final Buckets buckets;
    private final long[] values;

    HistogramCells(int loop, Buckets buckets) {
        this.loop = loop;
        this.buckets = buckets;
        values = new long[buckets.count() + 1];
    }

    /** Counts one observation in the unit of the buckets; a negative one counts as zero. */
    void record(long value) {
        long counted = Math.max(0, value);
        add(buckets.indexOf(counted), 1);
        add(buckets.count(), counted);
    }

    /**
     * Adds what was counted so far to {@code sums}, whose last element is the sum of the
     * observations.
     */
    void addTo(long[] sums) {
        for (int i = 0; i < values.length; i++) {
            sums[i] += get(i);
        }
    }

    @Override
    public int loop() {
        return loop;
    }

    @Override
    public long total() {
        long total = 0;
        for (int i = 0; i < buckets.count(); i++) {
            total += get(i);
        }
        return total;
    }

    private void add(int index, long amount) {
        ELEMENT.setOpaque(values, index, values[index] + amount);
    }

    private long get(int index) {
        return (long) ELEMENT.getOpaque(values, index);
    }
}
