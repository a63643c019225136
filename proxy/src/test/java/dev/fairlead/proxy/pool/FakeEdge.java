package dev.fairlead.proxy.pool;

import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.http.ResponseSink;
import dev.fairlead.proxy.http.UpstreamEdge;
import dev.fairlead.proxy.http.UpstreamListener;
import io.netty.channel.ChannelHandlerAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A connection to nowhere. */
public final class FakeEdge extends ChannelHandlerAdapter implements UpstreamEdge {
    private final UpstreamListener listener;
    private final int maxStreams;
    private final List<FakeCall> calls = new ArrayList<>();
    private int open;
    private boolean goingAway;
    private boolean closed;
    private Consumer<FakeCall> reflex = _ -> {};

    FakeEdge(UpstreamListener listener, int maxStreams) {
        this.listener = listener;
        this.maxStreams = maxStreams;
    }

    @Override
    public int room() {
        return goingAway || closed ? 0 : maxStreams - open;
    }

    @Override
    public MessageSink open(ResponseSink response) {
        if (room() == 0) {
            throw new IllegalStateException("no room");
        }
        open++;
        FakeCall call = new FakeCall(this, response);
        calls.add(call);
        return call;
    }

    /** What the next request does as soon as it is given a head or data, before that returns. */
    public void reflex(Consumer<FakeCall> once) {
        reflex = once;
    }

    void react(FakeCall call) {
        Consumer<FakeCall> once = reflex;
        reflex = _ -> {};
        once.accept(call);
    }

    void ended(FakeCall call) {
        open--;
        if (goingAway) {
            closeIfIdle();
        } else {
            listener.room();
        }
    }

    @Override
    public boolean idle() {
        return open == 0;
    }

    @Override
    public void retire() {
        goingAway = true;
        closeIfIdle();
    }

    private void closeIfIdle() {
        if (open == 0) {
            close();
        }
    }

    /** The peer wants no more requests. */
    public void goAway() {
        goingAway = true;
        listener.goingAway();
        closeIfIdle();
    }

    /** The connection is gone; its calls have been told by hand. */
    public void close() {
        if (!closed) {
            closed = true;
            listener.closed();
        }
    }

    /** Whether the connection is gone. */
    public boolean closed() {
        return closed;
    }

    /** All requests it has carried. */
    public List<FakeCall> calls() {
        return calls;
    }
}
