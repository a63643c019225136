package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.pool.LoopTimers;
import java.util.concurrent.TimeUnit;

/**
 * What is left of a response that another attempt replaces. A short rest is read to its end, so
 * that an HTTP/1 connection can be used again and an HTTP/2 server is not reset for every failure,
 * which its guard would take for an attack; a long or slow one is cut.
 */
final class Remains {
    static final int MOST_BYTES = 65_536;
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Runnable cut;
    private final LoopTimers.Timer timer;
    private int bytes;

    /**
     * @param cut ends the response, when the rest is too long or too slow
     */
    Remains(LoopSide side, Runnable cut) {
        this.cut = cut;
        this.timer = side.loop().after(LONGEST_NANOS, TimeUnit.NANOSECONDS, cut);
    }

    /** So many bytes were read and thrown away. */
    void more(int count) {
        bytes += count;
        if (bytes > MOST_BYTES) {
            end();
            cut.run();
        }
    }

    /** The response has ended. */
    void end() {
        timer.cancel();
    }
}
