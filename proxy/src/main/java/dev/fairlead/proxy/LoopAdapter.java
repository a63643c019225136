package dev.fairlead.proxy;

import dev.fairlead.proxy.exchange.LoopSide;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An event loop of Netty as the exchange sees it. */
record LoopAdapter(EventLoop loop) implements LoopSide.Loop {
    @Override
    public boolean inEventLoop() {
        return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Timer after(long delay, TimeUnit unit, Runnable task) {
        Future<?> scheduled = loop.schedule(task, delay, unit);
        return () -> scheduled.cancel(false);
    }
}
