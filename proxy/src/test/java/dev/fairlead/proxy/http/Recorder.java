package dev.fairlead.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Remembers one message, and how it ended: a request at a server edge, a response at a client's.
 */
final class Recorder implements ResponseSink {
    /** What was called, in order: {@code head}, {@code data 5}, {@code last}, {@code abort X}… */
    final List<String> calls = new ArrayList<>();

    final List<Http2Headers> heads = new ArrayList<>();
    final StringBuilder body = new StringBuilder();
    final ArrayDeque<Runnable> unwritten = new ArrayDeque<>();
    @Nullable Http2Headers trailers;
    @Nullable Http2Error aborted;
    @Nullable ConnectionLoss lost;
    boolean ended;

    /** For tests with a loop of their own: done when the message was called off or lost. */
    final CompletableFuture<Void> whenEnded = new CompletableFuture<>();

    private final boolean slow;

    /** Lets its source go on at once. */
    Recorder() {
        this(false);
    }

    /**
     * @param slow whether the source waits for {@link #letGoOn}
     */
    Recorder(boolean slow) {
        this.slow = slow;
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        heads.add(head);
        calls.add(last ? "last head" : "head");
        ended |= last;
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        String text = data.toString(ISO_8859_1);
        data.release();
        body.append(text);
        calls.add((last ? "last data " : "data ") + text);
        ended |= last;
        if (slow) {
            unwritten.add(written);
        } else {
            written.run();
        }
    }

    @Override
    public void trailers(Http2Headers received) {
        trailers = received;
        calls.add("trailers");
        ended = true;
    }

    @Override
    public void abort(Http2Error reason) {
        aborted = reason;
        calls.add("abort " + reason);
        ended = true;
        whenEnded.complete(null);
    }

    @Override
    public void lost(ConnectionLoss loss) {
        lost = loss;
        calls.add("lost " + loss);
        ended = true;
        whenEnded.complete(null);
    }

    void letGoOn() {
        while (!unwritten.isEmpty()) {
            unwritten.poll().run();
        }
    }

    /** The last head, which is the one that counts. */
    Http2Headers head() {
        return heads.getLast();
    }

    /** A field of the last head, empty text if it is not there. */
    String field(String name) {
        CharSequence value = head().get(name);
        return value == null ? "" : value.toString();
    }
}
