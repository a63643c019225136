package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.pool.LoopTimers;
import java.util.concurrent.TimeUnit;

/**
 * Notices that a stream has carried nothing, either way, for some time. One timer, which is set
 * again when it runs out and not with each piece of data.
 */
final class IdleClock {
    private final LoopSide side;
    private final long timeoutNanos;
    private final Runnable expired;
    private LoopTimers.Timer timer;
    private long touchedNanos;

    /** Starts to run. */
    IdleClock(LoopSide side, long timeoutNanos, Runnable expired) {
        this.side = side;
        this.timeoutNanos = timeoutNanos;
        this.expired = expired;
        this.touchedNanos = side.nanoClock().getAsLong();
        this.timer = side.loop().after(timeoutNanos, TimeUnit.NANOSECONDS, this::ranOut);
    }

    /** Something was carried. */
    void touch() {
        touchedNanos = side.nanoClock().getAsLong();
    }

    private void ranOut() {
        long left = touchedNanos + timeoutNanos - side.nanoClock().getAsLong();
        if (left > 0) {
            timer = side.loop().after(left, TimeUnit.NANOSECONDS, this::ranOut);
        } else {
            expired.run();
        }
    }

    void stop() {
        timer.cancel();
    }
}
