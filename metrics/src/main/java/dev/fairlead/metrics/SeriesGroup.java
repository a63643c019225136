package dev.fairlead.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The series of one label set, over all loops.
 *
 * <p>Besides the series that every label set of its table has, a group has <em>classes</em>: series
 * told apart by a number (see {@link ClassKey}) that come as they are seen. Each class asks once
 * for room among all series; the answer stays, for every loop, as long as the group lives.
 */
final class SeriesGroup<C extends Cells> {
    private static final int[] NONE = {};

    private final SeriesTable<C> table;
    private final String labels;
    private final AtomicInteger holders = new AtomicInteger();
    private final AtomicReference<List<C>> byLoop = new AtomicReference<>(List.of());

    /** Ascending; a class that found no room is here as its complement, so that it is negative. */
    private final AtomicReference<int[]> decided = new AtomicReference<>(NONE);

    private volatile boolean expired;
    private long lastTotal;
    private long lastChangeNanos;

    SeriesGroup(SeriesTable<C> table, String labels, long nowNanos) {
        this.table = table;
        this.labels = labels;
        lastChangeNanos = nowNanos;
    }

    String labels() {
        return labels;
    }

    /** The cells of a loop, made at the first call; on that loop only. */
    C cells(int loop) {
        for (C cells : byLoop.get()) {
            if (cells.loop() == loop) {
                return cells;
            }
        }
        C made = table.newCells(this, loop);
        byLoop.updateAndGet(all -> Stream.concat(all.stream(), Stream.of(made)).toList());
        return made;
    }

    /** Whether a class has a series of its own; if not, it counts in {@link #overflow}. */
    boolean admits(int key) {
        if (table.isOverflow(this)) {
            return false;
        }
        while (true) {
            int[] known = decided.get();
            if (contains(known, key) || contains(known, ~key)) {
                return contains(known, key);
            }
            boolean room = table.budget().take(1);
            int[] next = Arrays.copyOf(known, known.length + 1);
            next[known.length] = room ? key : ~key;
            Arrays.sort(next);
            if (decided.compareAndSet(known, next)) {
                return room;
            }
            if (room) {
                table.budget().giveBack(1);
            }
        }
    }

    /** The classes that have series of their own, ascending. */
    int[] classes() {
        if (table.isOverflow(this)) {
            return table.overflowClasses();
        }
        int[] all = decided.get();
        int first = 0;
        while (first < all.length && all[first] < 0) {
            first++;
        }
        return first == 0 ? all : Arrays.copyOfRange(all, first, all.length);
    }

    /** The group of the same table that takes what finds no room. */
    SeriesGroup<C> overflow() {
        return table.overflow();
    }

    /** The group that now has these labels: this one, or its successor if it expired. */
    SeriesGroup<C> current() {
        return expired ? table.peek(labels) : this;
    }

    long sum(ToLongFunction<C> value) {
        long sum = 0;
        for (C cells : byLoop.get()) {
            sum += value.applyAsLong(cells);
        }
        return sum;
    }

    List<C> byLoop() {
        return byLoop.get();
    }

    void hold() {
        holders.incrementAndGet();
    }

    void release() {
        holders.decrementAndGet();
    }

    /** Notes whether anything was counted since the last look; on the scraping thread. */
    long observe(long nowNanos) {
        long total = sum(Cells::total);
        if (total != lastTotal) {
            lastTotal = total;
            lastChangeNanos = nowNanos;
        }
        return total;
    }

    boolean isIdle(long nowNanos, long retainNanos) {
        return holders.get() == 0 && nowNanos - lastChangeNanos > retainNanos;
    }

    /** Ends the group; returns how many series it gives back besides those of every label set. */
    int expire() {
        expired = true;
        return classes().length;
    }

    private static boolean contains(int[] sorted, int key) {
        return Arrays.binarySearch(sorted, key) >= 0;
    }
}
