package dev.fairlead.metrics;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many series there are and may be, over all families. Thread-safe. */
final class SeriesBudget {
    private final int max;
    private final AtomicInteger used = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    SeriesBudget(int max) {
        this.max = max;
    }

    /** Makes room for {@code count} series, or counts the refusal of one label set. */
    boolean take(int count) {
        int now = used.get();
        while (now + count <= max) {
            if (used.compareAndSet(now, now + count)) {
                return true;
            }
            now = used.get();
        }
        refused.increment();
        return false;
    }

    void giveBack(int count) {
        used.addAndGet(-count);
    }

    int used() {
        return used.get();
    }

    int max() {
        return max;
    }

    long refused() {
        return refused.sum();
    }
}
