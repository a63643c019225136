package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Receives one HTTP message in order, on the exchange's event loop: the seam between the edges,
 * which know the wire, and the exchange, which decides.
 *
 * <p>A message is {@code head (head | data)* [trailers]}, ended by the first call that says {@code
 * last}, by {@link #trailers} or by {@link #abort}. Only a response has more than one head: those
 * before the last are informational (1xx). Calls after the end are ignored; a buffer passed to one
 * is released and its {@code written} still runs.
 */
public interface MessageSink {
    /** Takes ownership of {@code head}: the sink may change it. */
    void head(Http2Headers head, boolean last);

    /**
     * Takes ownership of {@code data}; runs {@code written} once its bytes are on their way, which
     * is the source's leave to read as many again. It runs exactly once, also when the bytes were
     * thrown away.
     */
    void data(ByteBuf data, boolean last, Runnable written);

    /** Takes ownership of {@code trailers}. */
    void trailers(Http2Headers trailers);

    /**
     * Ends the message early. {@link Http2Error#CANCEL} when it is we who gave up. After a response
     * that has ended, {@link Http2Error#NO_ERROR} says that the rest of its request is not wanted
     * (RFC 9113 §8.1).
     */
    void abort(Http2Error reason);
}
