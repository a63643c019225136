package dev.fairlead.proxy.exchange;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all {@link ReplayBuffer}s of the process may hold together. Thread-safe.
 *
 * <p>Memory that is refused costs a request its retry, never its first sending.
 */
public final class ReplayMemory {
    private final long capBytes;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param capBytes from 0, which means that only requests without a body are sent again
     */
    public ReplayMemory(long capBytes) {
        if (capBytes < 0) {
            throw new IllegalArgumentException("capBytes: " + capBytes + " (expected: >= 0)");
        }
        this.capBytes = capBytes;
    }

    /** Takes {@code bytes}, or nothing if there is no room for all of them. */
    boolean reserve(int bytes) {
        long now = used.get();
        while (now + bytes <= capBytes) {
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
            now = used.get();
        }
        return false;
    }

    /** Gives back what was reserved. */
    void release(int bytes) {
        used.addAndGet(-bytes);
    }

    /** Whether so much is in use that only routes should have more that are retried as a rule. */
    boolean isScarce() {
        return used.get() > capBytes / 2;
    }

    /** Bytes reserved now, from 0 to the cap. */
    public long used() {
        return used.get();
    }
}
