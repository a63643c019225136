package dev.fairlead.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for conditions that nothing announces. */
final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration EVERY = Duration.ofMillis(5);

    private Await() {}

    /** Looks again and again until the value is as wanted, and gives it. */
    static <T> T until(String what, Supplier<T> value, Predicate<T> wanted) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        T now = value.get();
        while (!wanted.test(now)) {
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError(what + " (within " + LIMIT + "), but: " + now);
            }
            LockSupport.parkNanos(EVERY.toNanos());
            now = value.get();
        }
        return now;
    }
}
