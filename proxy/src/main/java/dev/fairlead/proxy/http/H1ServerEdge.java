package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A client connection that speaks HTTP/1: one exchange at a time, in the order of the requests.
 *
 * <pre>
 *            request head              request and response ended
 *   idle ───────────────▶ one turn ─────────────────────────────▶ idle, or closed
 *                             │ 101, or 2xx to CONNECT
 *                             ▼
 *                           tunnel: bytes both ways ────────────▶ closed
 * </pre>
 *
 * <p>Auto-read is off. The socket is read while nothing that was read waits to be written onward,
 * also while an answer is awaited, so that a client that leaves is noticed. What a client sends
 * ahead of its answer (pipelining) waits, at most one read of it.
 */
final class H1ServerEdge extends ChannelInboundHandlerAdapter {
    private final ExchangeFactory exchanges;
    private final ArrayDeque<Object> ahead = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Http1Turn turn;
    private boolean draining;
    private boolean inputShutdown;

    /** Nothing that arrives is looked at any more. */
    private boolean refused;

    H1ServerEdge(ExchangeFactory exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        this.ctx = ctx;
        ctx.read();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        releaseAhead();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
        } else if (turn != null && turn.requestEnded()) {
            ahead.add(message);
        } else {
            process(ctx, message);
        }
    }

    private void process(ChannelHandlerContext ctx, Object message) {
        if (turn != null && message instanceof ByteBuf bytes) {
            turn.tunnelled(bytes);
        } else if (message instanceof HttpRequest request) {
            if (turn == null) {
                begin(ctx, request);
            } else { // what follows a request to switch protocols, before the answer to it
                ReferenceCountUtil.release(message);
                turn.abandon();
                Writes.close(ctx);
            }
        } else if (turn != null && message instanceof HttpContent content) {
            turn.content(content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        Http1Turn next = new Http1Turn(ctx, request, draining, this::turnEnded);
        turn = next;
        if (request.decoderResult().isFailure()) {
            refuse(next, Http1Problems.of(request.decoderResult().cause()));
        } else if (!FramingGuard.wellFormed(request)) {
            refuse(next, RequestProblem.MALFORMED);
        } else {
            next.open(exchanges, request);
        }
    }

    private void refuse(Http1Turn next, RequestProblem problem) {
        refused = true;
        next.refuse(exchanges, problem);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        maybeRead(ctx);
        ctx.fireChannelReadComplete();
    }

    private void maybeRead(ChannelHandlerContext ctx) {
        if (ahead.isEmpty() && !inputShutdown && (refused || turn == null || turn.wantsBytes())) {
            ctx.read();
        }
    }

    /** Called by the turn when it wants more bytes, and when it has ended. */
    private void turnEnded(Http1Turn changed) {
        ChannelHandlerContext here = ctx;
        if (here == null || changed != turn) {
            return;
        }
        if (!changed.ended()) {
            maybeRead(here);
            return;
        }
        turn = null;
        if (changed.closeAfter() || draining || (inputShutdown && ahead.isEmpty())) {
            releaseAhead();
            refused = true;
            if (changed.requestEnded()) {
                Writes.closeAfterWrites(here);
            } else {
                Writes.lingeringClose(here);
                here.read();
            }
            return;
        }
        while (!ahead.isEmpty() && (turn == null || !turn.requestEnded())) {
            process(here, ahead.poll());
        }
        maybeRead(here);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Drain.INSTANCE) {
            draining = true;
            if (turn == null) {
                Writes.closeAfterWrites(ctx);
            } else {
                turn.closeWhenEnded();
            }
        } else if (event == ChannelInputShutdownEvent.INSTANCE
                || event == ChannelInputShutdownReadComplete.INSTANCE) {
            inputShutdown(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** The client sends no more. A request cut short is over; a whole one is still answered. */
    private void inputShutdown(ChannelHandlerContext ctx) {
        if (inputShutdown) {
            return;
        }
        inputShutdown = true;
        if (refused && turn == null) {
            Writes.close(ctx);
        } else if (turn == null) {
            Writes.closeAfterWrites(ctx);
        } else {
            turn.inputShutdown();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        releaseAhead();
        Http1Turn last = turn;
        turn = null;
        if (last != null) {
            last.abandon();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof java.io.IOException) { // a reset: the connection is gone
            Writes.close(ctx);
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    private void releaseAhead() {
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
    }
}
