package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.http.MessageSink;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the body and trailers of one request, taken while they stream, to send them again.
 *
 * <p>The bytes are copied, as a slice of a hundred bytes would keep the whole read buffer it comes
 * from. They go into chunks of a fixed capacity, so that what was passed on stays valid while more
 * is kept. A chunk is as long as the piece that it is made for, between {@value #MIN_CHUNK} and
 * {@value #MAX_CHUNK} bytes, and each but the first at least four times as long as the one before.
 *
 * <p>More than the limit, or more than {@link ReplayMemory} grants, and the copy is given up for
 * good: the request itself flows on. Nothing here touches flow control: what is kept never keeps a
 * window from opening, nor does what is replayed open one.
 *
 * <p>Belongs to one loop.
 */
final class ReplayBuffer {
    private static final int MIN_CHUNK = 1024;
    private static final int MAX_CHUNK = 16 * 1024;
    private static final int GROWTH = 4;

    private final ReplayMemory memory;
    private final int limitBytes;
    private final List<ByteBuf> chunks = new ArrayList<>();
    private @Nullable Http2Headers trailers;
    private int bytes;
    private int reserved;
    private boolean whole = true;
    private boolean ended;

    /**
     * @param limitBytes longest body that is kept, inclusive, from 0
     */
    ReplayBuffer(ReplayMemory memory, int limitBytes) {
        this.memory = memory;
        this.limitBytes = limitBytes;
    }

    /** Whether all that passed so far is here. False for good once given up or discarded. */
    boolean whole() {
        return whole;
    }

    /** Whether nothing is here: no byte of a body and no trailers. */
    boolean isEmpty() {
        return bytes == 0 && trailers == null;
    }

    /** Bytes of the body that are here. */
    int bytes() {
        return bytes;
    }

    /** Copies the readable bytes of {@code data}, which stays the caller's, as it is. */
    void keep(ByteBuf data) {
        if (!whole) {
            return;
        }
        if (data.readableBytes() > limitBytes - bytes) {
            discard();
            return;
        }
        int at = data.readerIndex();
        while (whole && at < data.writerIndex()) {
            at += keep(data, at);
        }
    }

    /** Copies as much as fits into one chunk; returns how much that was. */
    private int keep(ByteBuf data, int at) {
        int left = data.writerIndex() - at;
        if (chunks.isEmpty() || !chunks.getLast().isWritable()) {
            addChunk(data, left);
        }
        if (!whole) {
            return 0;
        }
        ByteBuf chunk = chunks.getLast();
        int count = Math.min(left, chunk.writableBytes());
        chunk.writeBytes(data, at, count);
        bytes += count;
        return count;
    }

    private void addChunk(ByteBuf data, int left) {
        int least = chunks.isEmpty() ? MIN_CHUNK : chunks.getLast().capacity() * GROWTH;
        int capacity = Math.min(Math.max(left, least), Math.min(MAX_CHUNK, limitBytes - bytes));
        if (reserve(capacity)) {
            chunks.add(data.alloc().ioBuffer(capacity, capacity));
        }
    }

    private boolean reserve(int count) {
        if (!memory.reserve(count)) {
            discard();
            return false;
        }
        reserved += count;
        return true;
    }

    /** Copies the trailers, which end the request. */
    void trailers(Http2Headers passed) {
        ended = true;
        if (whole && reserve(length(passed))) {
            trailers = copy(passed);
        }
    }

    /** The request has ended, without trailers. */
    void ended() {
        ended = true;
    }

    /**
     * Passes on what is here, in order, without its head. The last part says so if the request has
     * ended; if it ended without body and trailers, nothing is passed, as its head said so.
     *
     * <p>What is kept while this runs is not passed. {@link #discard} may be called meanwhile.
     *
     * @param stillWanted asked before each part; the sink may have failed with the one before
     */
    void replayInto(MessageSink sink, BooleanSupplier stillWanted) {
        Http2Headers lastly = trailers == null ? null : copy(trailers);
        boolean lastIsData = ended && lastly == null;
        ArrayDeque<ByteBuf> parts = new ArrayDeque<>(chunks.size());
        chunks.forEach(chunk -> parts.add(chunk.retainedSlice()));
        try {
            while (!parts.isEmpty() && stillWanted.getAsBoolean()) {
                ByteBuf part = parts.remove();
                sink.data(part, lastIsData && parts.isEmpty(), () -> {});
            }
        } finally {
            parts.forEach(ByteBuf::release);
        }
        if (lastly != null && stillWanted.getAsBoolean()) {
            sink.trailers(lastly);
        }
    }

    /** Throws everything away, for good; parts that are on their way stay valid. Idempotent. */
    void discard() {
        whole = false;
        chunks.forEach(ByteBuf::release);
        chunks.clear();
        trailers = null;
        bytes = 0;
        memory.release(reserved);
        reserved = 0;
    }

    private static int length(Http2Headers headers) {
        int length = 0;
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            length += field.getKey().length() + field.getValue().length();
        }
        return length;
    }

    /** A copy that a sink may change. The fields were validated when they came. */
    private static Http2Headers copy(Http2Headers headers) {
        return new DefaultHttp2Headers(false, headers.size()).add(headers);
    }
}
