package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.http.MessageSink;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayDeque;

/**
 * What a client sends before a connection stands: at most what it may send without being given
 * leave for more, as leave is given when bytes have been written onward.
 */
final class HeldRequest {
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private boolean flowing;

    /** A piece of the body, or its trailers. */
    private sealed interface Part {
        record Data(ByteBuf data, boolean last, Runnable written) implements Part {}

        record Trailers(Http2Headers trailers) implements Part {}
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Whether what comes now has to queue behind what came before. */
    boolean holds() {
        return flowing || !parts.isEmpty();
    }

    /** Takes ownership of {@code data}. */
    void data(ByteBuf data, boolean last, Runnable written) {
        parts.add(new Part.Data(data, last, written));
    }

    void trailers(Http2Headers trailers) {
        parts.add(new Part.Trailers(trailers));
    }

    /** Passes all of it on, also what is added meanwhile: a write may let the client send more. */
    void flowInto(MessageSink sink) {
        flowing = true;
        while (!parts.isEmpty()) {
            switch (parts.poll()) {
                case Part.Data part -> sink.data(part.data(), part.last(), part.written());
                case Part.Trailers part -> sink.trailers(part.trailers());
            }
        }
        flowing = false;
    }

    /** Throws all of it away. */
    void discard() {
        while (!parts.isEmpty()) {
            if (parts.poll() instanceof Part.Data part) {
                part.data().release();
                part.written().run();
            }
        }
    }
}
