package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.pool.FakeTime;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** An event loop whose turns and whose time are made by hand. */
final class FakeLoop implements LoopSide.Loop {
    final FakeTime time = new FakeTime();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean elsewhere;

    @Override
    public boolean inEventLoop() {
        return !elsewhere;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer after(long delay, TimeUnit unit, Runnable task) {
        return time.after(delay, unit, task);
    }

    /** Does something as if on another thread. */
    void onAnotherThread(Runnable action) {
        elsewhere = true;
        action.run();
        elsewhere = false;
    }

    /** Runs what was handed over. */
    void turn() {
        for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
            next.run();
        }
    }
}
