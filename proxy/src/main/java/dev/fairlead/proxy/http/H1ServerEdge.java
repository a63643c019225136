package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
 * ahead of its answer waits in the {@link Http1RequestDecoder}, at most one read of it.
 *
 * <p>A head must be complete within a limited time of its first byte; a connection that takes
 * longer is closed without an answer, as nothing is known of what it asks.
 */
final class H1ServerEdge extends ChannelInboundHandlerAdapter {
    private final Http1RequestDecoder decoder;
    private final HttpLimits limits;
    private final Duration headTimeout;
    private final ExchangeFactory exchanges;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Http1Turn turn;
    private @Nullable Future<?> headLimit;
    private boolean draining;
    private boolean inputShutdown;

    /** Nothing that arrives is looked at any more. */
    private boolean refused;

    H1ServerEdge(
            Http1RequestDecoder decoder,
            HttpLimits limits,
            Duration headTimeout,
            ExchangeFactory exchanges) {
        this.decoder = decoder;
        this.limits = limits;
        this.headTimeout = headTimeout;
        this.exchanges = exchanges;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        this.ctx = ctx;
        ctx.read();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        headComplete();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Http1Turn current = turn;
        if (!refused && current == null && message instanceof HttpRequest request) {
            begin(ctx, request);
        } else if (refused || current == null) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpContent content) {
            if (content.decoderResult().isFailure()) {
                unreadable(current, content, Http1Problems.of(content.decoderResult().cause()));
            } else if (hasTooManyTrailers(content)) {
                unreadable(current, content, RequestProblem.HEADERS_TOO_LARGE);
            } else {
                current.content(content);
            }
        } else if (message instanceof ByteBuf bytes) {
            current.tunnelled(bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private boolean hasTooManyTrailers(HttpContent content) {
        return content instanceof LastHttpContent last
                && last.trailingHeaders().size() > limits.maxHeaderFields();
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        headComplete();
        boolean noneFollows = draining || (inputShutdown && !decoder.holdsBytes());
        Http1Turn next = new Http1Turn(ctx, request, noneFollows, this::changed);
        turn = next;
        Optional<RequestProblem> problem = HeadCheck.of(request, limits);
        if (problem.isEmpty()) {
            next.open(exchanges, request);
        } else {
            refuse(next, problem.get());
            ReferenceCountUtil.release(request);
        }
    }

    private void refuse(Http1Turn next, RequestProblem problem) {
        refused = true;
        decoder.discard();
        next.refuse(exchanges, problem);
    }

    /** The request's body or trailers cannot be understood; what follows even less. */
    private void unreadable(Http1Turn current, HttpContent content, RequestProblem problem) {
        refused = true;
        decoder.discard();
        content.release();
        current.unreadable(exchanges, problem);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (turn == null && !refused && headLimit == null && decoder.inHead()) {
            limitHead(ctx);
        }
        maybeRead(ctx);
        ctx.fireChannelReadComplete();
    }

    private void limitHead(ChannelHandlerContext ctx) {
        if (headTimeout.isPositive()) {
            headLimit =
                    ctx.executor()
                            .schedule(
                                    () -> Writes.close(ctx),
                                    headTimeout.toNanos(),
                                    TimeUnit.NANOSECONDS);
        }
    }

    private void headComplete() {
        Future<?> limit = headLimit;
        if (limit != null) {
            headLimit = null;
            boolean _ = limit.cancel(false);
        }
    }

    private void maybeRead(ChannelHandlerContext ctx) {
        Http1Turn current = turn;
        if (!inputShutdown
                && (refused
                        || current == null
                        || (current.wantsBytes() && !(decoder.paused() && decoder.holdsBytes())))) {
            ctx.read();
        }
    }

    /** Called by the turn when it wants more bytes, and when it has ended. */
    private void changed(Http1Turn changed) {
        ChannelHandlerContext here = ctx;
        if (here == null || changed != turn) {
            return;
        }
        if (!changed.ended()) {
            maybeRead(here);
            return;
        }
        turn = null;
        changed.leave();
        if (changed.closeAfter() || draining || (inputShutdown && !decoder.holdsBytes())) {
            finish(here);
        } else {
            next(here);
        }
    }

    private void next(ChannelHandlerContext here) {
        try {
            if (decoder.resume() && turn == null && inputShutdown) {
                finish(here);
                return;
            }
        } catch (Exception e) {
            here.fireExceptionCaught(e);
            return;
        }
        maybeRead(here);
    }

    /** Closes; gently if the client may still be sending, so that it reads the answer first. */
    private void finish(ChannelHandlerContext here) {
        boolean quiet = inputShutdown || (!refused && decoder.paused() && !decoder.holdsBytes());
        refused = true;
        decoder.discard();
        if (quiet) {
            Writes.closeAfterWrites(here);
        } else {
            Writes.lingeringClose(here);
            here.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Drain.INSTANCE) {
            drain(ctx);
        } else if (event == ChannelInputShutdownEvent.INSTANCE
                || event == ChannelInputShutdownReadComplete.INSTANCE) {
            inputShutdown(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void drain(ChannelHandlerContext ctx) {
        draining = true;
        Http1Turn current = turn;
        if (current != null) {
            current.closeWhenEnded();
        } else if (!refused) {
            refused = true;
            Writes.closeAfterWrites(ctx);
        }
    }

    /** The client sends no more. A request cut short is over; a whole one is still answered. */
    private void inputShutdown(ChannelHandlerContext ctx) {
        if (inputShutdown) {
            return;
        }
        inputShutdown = true;
        Http1Turn current = turn;
        if (current != null) {
            if (!decoder.holdsBytes()) {
                current.closeWhenEnded();
            }
            current.inputShutdown();
        } else if (refused) {
            Writes.close(ctx);
        } else {
            refused = true;
            Writes.closeAfterWrites(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        headComplete();
        Http1Turn last = turn;
        turn = null;
        if (last != null) {
            last.abandon();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) { // a reset: the connection is gone
            Writes.close(ctx);
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}
