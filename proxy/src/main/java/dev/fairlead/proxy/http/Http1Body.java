package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * The body of one HTTP/1 message as the decoder finds it: knows where it ends, passes it on, and
 * counts what was passed on and is not written yet.
 */
final class Http1Body {
    /** Chunked, or up to the end of the connection. */
    static final long UNKNOWN = -1;

    private final Runnable written;
    private long remainingBytes = UNKNOWN;
    private int unwritten;

    /**
     * @param written told whenever something that was passed on has been written
     */
    Http1Body(Runnable written) {
        this.written = written;
    }

    /** Says how long it is, in bytes, or {@link #UNKNOWN}. */
    void expect(long bytes) {
        remainingBytes = bytes;
    }

    /** Counts {@code content}, once, before it is passed; whether nothing follows it. */
    boolean endsWith(HttpContent content) {
        if (remainingBytes != UNKNOWN) {
            remainingBytes -= content.content().readableBytes();
        }
        return content instanceof LastHttpContent || remainingBytes == 0;
    }

    /**
     * Passes {@code content} to {@code sink}, with its trailers if it has any; takes ownership.
     *
     * @param last what {@link #endsWith} said
     */
    void pass(MessageSink sink, HttpContent content, boolean last) {
        HttpHeaders trailers =
                content instanceof LastHttpContent end
                        ? end.trailingHeaders()
                        : EmptyHttpHeaders.INSTANCE;
        boolean trailed = !trailers.isEmpty();
        if (content.content().isReadable() || !trailed) {
            pass(sink, content.content(), last && !trailed);
        } else {
            content.release();
        }
        if (trailed) {
            sink.trailers(Http1Responses.raiseTrailers(trailers));
        }
    }

    /** Passes bytes as they are; takes ownership. */
    void pass(MessageSink sink, ByteBuf bytes, boolean last) {
        unwritten++;
        sink.data(bytes, last, this::wrote);
    }

    private void wrote() {
        unwritten--;
        written.run();
    }

    /** Whether all that was passed on is written, so that more may be read. */
    boolean isWritten() {
        return unwritten == 0;
    }
}
