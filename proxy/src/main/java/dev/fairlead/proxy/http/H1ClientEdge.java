package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * An upstream connection that speaks HTTP/1: one exchange at a time. It is used again after an
 * exchange that ended on both sides, unless either side asked to close.
 *
 * <p>There is room again when the read that ended an exchange is over: what comes in the same read
 * belongs to no request, and must not be taken for the answer to the next.
 *
 * <p>Auto-read is off. The socket is read while nothing that was read waits to be written onward,
 * also while idle, so that a server that closes is noticed before the next request is sent.
 */
final class H1ClientEdge extends ChannelInboundHandlerAdapter implements UpstreamEdge {
    private final HttpLimits limits;
    private final UpstreamListener listener;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Http1Call call;
    private boolean retired;
    private boolean gone;
    private boolean inputShutdown;
    private boolean reading;
    private boolean tailDue;

    /** A call ended in this read; there is room if nothing more comes with it. */
    private boolean roomAfterRead;

    H1ClientEdge(HttpLimits limits, UpstreamListener listener) {
        this.limits = limits;
        this.listener = listener;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.read();
        listener.connected(this);
        ctx.fireChannelActive();
    }

    @Override
    public int room() {
        boolean free = call == null && !roomAfterRead && !retired && !gone;
        return free && ctx != null && ctx.channel().isActive() ? 1 : 0;
    }

    @Override
    public MessageSink open(ResponseSink response) {
        ChannelHandlerContext here = ctx;
        if (here == null || room() == 0) {
            throw new IllegalStateException("no room");
        }
        Http1Call next = new Http1Call(here, limits, response, this::changed);
        call = next;
        return next;
    }

    @Override
    public boolean idle() {
        return call == null;
    }

    @Override
    public void retire() {
        retired = true;
        if (call == null && ctx != null) {
            Writes.close(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Http1Call current = call;
        reading = true;
        boolean tail = tailDue && message instanceof LastHttpContent;
        tailDue = message instanceof HttpResponse || (tailDue && !tail);
        if (current == null && tail) { // the decoder's end of an answer that ended with its head
            ReferenceCountUtil.release(message);
        } else if (current
                == null) { // an answer to nothing: the connection cannot be trusted any more
            ReferenceCountUtil.release(message);
            gone = true;
            Writes.close(ctx);
        } else if (message instanceof HttpResponse response) {
            current.responseHead(response);
        } else if (message instanceof HttpContent content) {
            current.content(content);
        } else if (message instanceof ByteBuf bytes) {
            current.tunnelled(bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        if (roomAfterRead) {
            roomAfterRead = false;
            offer();
        }
        maybeRead(ctx);
        ctx.fireChannelReadComplete();
    }

    private void offer() {
        if (room() > 0) {
            listener.room();
        }
    }

    private void maybeRead(ChannelHandlerContext ctx) {
        if (!inputShutdown && (call == null || call.wantsBytes())) {
            ctx.read();
        }
    }

    private void changed(Http1Call current) {
        ChannelHandlerContext here = ctx;
        if (here == null || current != call) {
            return;
        }
        if (!current.ended()) {
            maybeRead(here);
            return;
        }
        call = null;
        if (retired || gone || !current.reusable()) {
            gone = true;
            Writes.close(here);
        } else if (reading) {
            roomAfterRead = true;
        } else {
            maybeRead(here);
            offer();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE
                || event == ChannelInputShutdownReadComplete.INSTANCE) {
            inputShutdown(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void inputShutdown(ChannelHandlerContext ctx) {
        boolean first = !gone;
        gone = true;
        inputShutdown = true;
        if (first) {
            listener.goingAway();
        }
        if (call == null || !call.inputShutdown()) {
            Writes.close(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lose();
        listener.closed();
        ctx.fireChannelInactive();
    }

    private void lose() {
        gone = true;
        Http1Call last = call;
        call = null;
        if (last != null) {
            last.connectionLost(ConnectionLoss.CLOSED);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof java.io.IOException) { // a reset: the connection is gone
            lose(); // before the decoder takes the close for the end of a body (RFC 9112 §8)
            Writes.close(ctx);
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}
