package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.http.MessageSink;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way from its client to the attempt of the moment.
 *
 * <p>What comes while no attempt takes it waits: at most what the client may send without being
 * given leave for more, as leave is given when bytes have been written onward. What has passed is
 * copied as long as another attempt may need it; the copy holds nobody's flow-control window.
 */
final class Upload {
    private final ArrayDeque<Part> waiting = new ArrayDeque<>(1); // most requests wait for nothing
    private @Nullable ReplayBuffer copy;
    private @Nullable MessageSink target;

    /** Which attempt takes it: another number for each, and none's after {@link #detach}. */
    private int turn;

    private boolean flowing;
    private boolean bodiless;
    private boolean ended;
    private boolean committed;

    /** Something has passed of which there is no copy. */
    private boolean gone;

    /** A piece of the body, or its trailers. */
    private sealed interface Part {
        record Data(ByteBuf data, boolean last, Runnable written) implements Part {}

        record Trailers(Http2Headers trailers) implements Part {}
    }

    /** The head has come. */
    void begin(boolean last) {
        bodiless = last;
        ended = last;
    }

    /** Copies what passes from now on. */
    void copyInto(ReplayBuffer buffer) {
        copy = buffer;
    }

    /** Takes ownership of {@code data}. */
    void data(ByteBuf data, boolean last, Runnable written) {
        ended |= last;
        add(new Part.Data(data, last, written));
    }

    void trailers(Http2Headers trailers) {
        ended = true;
        add(new Part.Trailers(trailers));
    }

    private void add(Part part) {
        MessageSink sink = target;
        if (sink == null || flowing || !waiting.isEmpty()) {
            waiting.add(part);
        } else {
            pass(part, sink);
        }
    }

    /** Sends the request, from its head, to a new attempt. */
    void into(MessageSink sink, Http2Headers head) {
        int mine = ++turn;
        target = sink;
        ReplayBuffer passed = copy;
        boolean anew = passed == null || passed.isEmpty();
        flowing = true; // what comes meanwhile stands behind what has come before
        sink.head(head, ended && anew && waiting.isEmpty());
        if (passed != null && !anew) {
            passed.replayInto(sink, () -> turn == mine);
        }
        flow(sink, mine);
        flowing = false;
        if (committed) {
            drop();
        }
    }

    /** Passes on all that waits, also what is added meanwhile: a write may let the client send. */
    private void flow(MessageSink sink, int mine) {
        while (turn == mine && !waiting.isEmpty()) {
            pass(waiting.poll(), sink);
        }
    }

    private void pass(Part part, MessageSink sink) {
        switch (part) {
            case Part.Data piece -> {
                keep(piece);
                sink.data(piece.data(), piece.last(), piece.written());
            }
            case Part.Trailers trailers -> {
                keep(trailers);
                sink.trailers(trailers.trailers());
            }
        }
    }

    private void keep(Part part) {
        ReplayBuffer buffer = copy;
        if (buffer == null) {
            gone = true;
            return;
        }
        switch (part) {
            case Part.Data piece -> {
                buffer.keep(piece.data());
                if (piece.last()) {
                    buffer.ended();
                }
            }
            case Part.Trailers trailers -> buffer.trailers(trailers.trailers());
        }
        if (!buffer.whole()) {
            drop();
            gone = true;
        }
    }

    /** The attempt takes no more; what comes now waits for the next one. */
    void detach() {
        turn++;
        target = null;
    }

    /** Whether another attempt could be sent all of it. */
    boolean replayable() {
        return !gone;
    }

    /** No other attempt will follow; the one of the moment may still be given the copy. */
    void commit() {
        committed = true;
        if (!flowing) {
            drop();
        }
    }

    private void drop() {
        ReplayBuffer buffer = copy;
        copy = null;
        if (buffer != null) {
            gone |= !buffer.isEmpty();
            buffer.discard();
        }
    }

    /** Whether it is a head alone. */
    boolean bodiless() {
        return bodiless;
    }

    /** Whether all of it has come from the client. */
    boolean ended() {
        return ended;
    }

    /** Whether all of it has been given to the attempt. */
    boolean passed() {
        return ended && target != null && !flowing && waiting.isEmpty();
    }

    /** Throws away what waits and what is kept. */
    void discard() {
        detach();
        drop();
        while (!waiting.isEmpty()) {
            if (waiting.poll() instanceof Part.Data part) {
                part.data().release();
                part.written().run();
            }
        }
    }
}
