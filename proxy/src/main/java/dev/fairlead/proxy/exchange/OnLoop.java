package dev.fairlead.proxy.exchange;

import java.util.function.Consumer;

/** Hears on its loop what any thread says. */
record OnLoop<T>(LoopSide.Loop loop, Consumer<T> listener) implements Consumer<T> {
    @Override
    public void accept(T value) {
        if (loop.inEventLoop()) {
            listener.accept(value);
        } else {
            loop.execute(() -> listener.accept(value));
        }
    }
}
