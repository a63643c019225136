package dev.fairlead.proxy.transport;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of event loops, numbered from {@code loop-0} in the order in which they start. */
final class LoopThreads implements ThreadFactory {
    private final AtomicInteger next = new AtomicInteger();

    @Override
    public Thread newThread(Runnable loop) {
        return new FastThreadLocalThread(loop, "loop-" + next.getAndIncrement());
    }
}
