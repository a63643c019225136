package dev.fairlead.proxy.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A clock and its timers, both of which go on when told to. */
public final class FakeTime implements LoopTimers, LongSupplier {
    private final List<Task> tasks = new ArrayList<>();
    private long nanos = 1_000_000_000L;

    private static final class Task {
        final long dueNanos;
        final Runnable action;

        Task(long dueNanos, Runnable action) {
            this.dueNanos = dueNanos;
            this.action = action;
        }
    }

    @Override
    public Timer after(long delay, TimeUnit unit, Runnable task) {
        Task scheduled = new Task(nanos + unit.toNanos(delay), task);
        tasks.add(scheduled);
        return () -> tasks.remove(scheduled);
    }

    /** Lets time pass, and runs what falls due on the way, in order. */
    public void advance(Duration by) {
        long end = nanos + by.toNanos();
        for (Optional<Task> due = next(end); due.isPresent(); due = next(end)) {
            tasks.remove(due.get());
            nanos = Math.max(nanos, due.get().dueNanos);
            due.get().action.run();
        }
        nanos = end;
    }

    private Optional<Task> next(long endNanos) {
        return tasks.stream()
                .filter(task -> task.dueNanos <= endNanos)
                .min(Comparator.comparingLong(task -> task.dueNanos));
    }

    /** Timers that have neither run nor been cancelled. */
    public int scheduled() {
        return tasks.size();
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}
