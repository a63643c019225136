package dev.fairlead.proxy.balance;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Time that passes when told to. */
final class FakeClock implements LongSupplier {
    private long nanos = 1_000_000_000L;

    void advance(Duration by) {
        nanos += by.toNanos();
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}
