package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.http.MessageSink;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A client that writes down what it is answered. */
final class RecordingClient implements MessageSink {
    final List<String> events = new ArrayList<>();
    private final Queue<Runnable> unwritten = new ArrayDeque<>();
    private @Nullable Http2Headers head;
    private boolean ended;

    @Override
    public void head(Http2Headers head, boolean last) {
        if (!ended) {
            this.head = head;
            ended = last;
            events.add("head " + head.status() + (last ? " last" : ""));
        }
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        String text = data.toString(StandardCharsets.US_ASCII);
        data.release();
        if (ended) {
            written.run();
            return;
        }
        ended = last;
        events.add("data " + text + (last ? " last" : ""));
        unwritten.add(written);
    }

    @Override
    public void trailers(Http2Headers trailers) {
        if (!ended) {
            ended = true;
            events.add("trailers");
        }
    }

    @Override
    public void abort(Http2Error reason) {
        ended = true;
        events.add("abort " + reason);
    }

    /** Takes the bytes that wait. */
    void write() {
        for (Runnable next = unwritten.poll(); next != null; next = unwritten.poll()) {
            next.run();
        }
    }

    /** A field of the last head. */
    String field(String name) {
        return head == null ? "" : String.valueOf(head.get(name));
    }

    /** Whether the answer is over, well or not. */
    boolean ended() {
        return ended;
    }
}
