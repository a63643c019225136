package dev.fairlead.proxy.pool;

import java.util.concurrent.TimeUnit;

/** The timers of one event loop; tests put a clock of their own in its place. */
public interface LoopTimers {
    /** Runs {@code task} on the loop after a delay. */
    Timer after(long delay, TimeUnit unit, Runnable task);

    /** A task that has not run yet. */
    interface Timer {
        /** Keeps it from running; without effect when it has run. */
        void cancel();
    }
}
