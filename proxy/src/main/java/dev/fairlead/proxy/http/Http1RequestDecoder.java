package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one request and stops.
 *
 * <pre>
 *              last byte of a request              resume
 *   DECODING ──────────────────────────▶ PAUSED ────────────▶ DECODING
 *       └───────────── discard ─────────────┴──▶ DISCARDING   (nothing is looked at any more)
 * </pre>
 *
 * <p>What follows a request is not touched until its answer is out: it may be the next request (RFC
 * 9112 §9.3.2), or bytes of a tunnel that are no HTTP at all. It stays as it is in the one buffer;
 * when the decoder leaves the pipeline the buffer is passed on.
 */
final class Http1RequestDecoder extends HttpRequestDecoder {
    private @Nullable ChannelHandlerContext own;
    private boolean decoding;
    private boolean paused;
    private boolean discarding;
    private boolean headBegun;
    private boolean bodyBegun;

    Http1RequestDecoder(HttpDecoderConfig config) {
        super(config);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        own = ctx;
        super.handlerAdded(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        boolean outermost = !decoding;
        decoding = true;
        try {
            super.channelRead(ctx, message);
        } finally {
            decoding = !outermost;
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out)
            throws Exception {
        if (discarding) {
            bytes.skipBytes(bytes.readableBytes());
        } else if (!paused) {
            headBegun |= !bodyBegun;
            super.decode(ctx, bytes, out);
            out.forEach(this::decoded);
        }
    }

    /** The superclass takes small letters too; RFC 9112 §2.3 does not. */
    @Override
    protected HttpMessage createMessage(String[] line) throws Exception {
        if (!line[2].startsWith("HTTP/")) {
            throw new IllegalArgumentException("version: " + line[2] + " (expected: HTTP/x.y)");
        }
        return super.createMessage(line);
    }

    private void decoded(Object message) {
        if (message instanceof HttpRequest) {
            headBegun = false;
            bodyBegun = true;
        }
        if (message instanceof LastHttpContent) {
            bodyBegun = false;
            paused = true;
        }
    }

    /** While paused nobody asked for more bytes; the superclass would ask by itself. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (paused && !discarding) {
            discardSomeReadBytes();
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    /** The superclass would throw away what is held; who has sent it may still be answered. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.fireUserEventTriggered(event);
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    /**
     * Goes on with the next request.
     *
     * @return false if that happens later, by the decoding that is under way
     */
    boolean resume() throws Exception {
        paused = false;
        if (decoding) {
            return false;
        }
        ChannelHandlerContext here = own;
        if (here != null && !here.isRemoved() && holdsBytes()) {
            channelRead(here, Unpooled.EMPTY_BUFFER);
            here.fireChannelReadComplete(); // whoever joins flushes waits for it
        }
        return true;
    }

    /** Throws away what is held and all that comes. */
    void discard() {
        discarding = true;
    }

    /** Whether bytes wait that belong to no message yet. */
    boolean holdsBytes() {
        return actualReadableBytes() > 0;
    }

    /** Whether a request has been decoded to its end and the next was not begun. */
    boolean paused() {
        return paused;
    }

    /** Whether some of a head has arrived, and not all of it. */
    boolean inHead() {
        return headBegun;
    }
}
