package dev.fairlead.discovery.file;

import dev.fairlead.discovery.Discovery.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener, and the value it was last told.
 *
 * <p>Any thread may ask for a telling; one of them tells, and the others leave it the work: {@code
 * wanted} counts the requests, whoever raises it from 0 tells until it is 0 again. So nobody waits,
 * and the listener is never called by two threads at once. Values that come faster than the
 * listener takes them are skipped, the last one never is.
 *
 * @param <V> with an {@code equals} that tells whether the listener must know
 */
final class Live<V> implements Subscription {
    private static final Logger LOGGER = LoggerFactory.getLogger(Live.class);

    private final Supplier<V> current;
    private final Consumer<? super V> listener;
    private final Consumer<? super Live<?>> onClose;
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile boolean closed;

    /** Written by whoever tells; {@code wanted} orders them. */
    private @Nullable V told;

    Live(Supplier<V> current, Consumer<? super V> listener, Consumer<? super Live<?>> onClose) {
        this.current = current;
        this.listener = listener;
        this.onClose = onClose;
    }

    /** Calls the listener if the value is another one than it knows. */
    void tell() {
        if (wanted.getAndIncrement() > 0) {
            return;
        }
        int done = 1;
        do {
            tellOnce();
            done = wanted.addAndGet(-done);
        } while (done > 0);
    }

    @Override
    public void close() {
        closed = true;
        onClose.accept(this);
    }

    private void tellOnce() {
        V value = current.get();
        if (closed || value.equals(told)) {
            return;
        }
        told = value;
        try {
            listener.accept(value);
        } catch (RuntimeException | Error e) {
            // its failure must reach neither the other listeners nor the thread that tells
            LOGGER.atError().setCause(e).log("discovery listener failed");
        }
    }
}
