package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.Http2Config.KeepAlive;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out when an HTTP/2 peer is dead (RFC 9113 §6.7): after an interval of silence it is sent a
 * PING, and if nothing at all comes within the timeout the connection is closed.
 *
 * <pre>
 *           interval without a frame            timeout without a frame
 *  alive ─────────────────────────▶ asked ─────────────────────────▶ closed
 *    ▲                                │
 *    └────────── any frame ───────────┘
 * </pre>
 */
final class Http2KeepAlive extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(Http2KeepAlive.class);
    private static final long PING = 0x6c64_616c_6976_6521L;

    private final KeepAlive keepAlive;
    private @Nullable Future<?> timer;
    private long lastFrameNanos;
    private boolean asked;

    Http2KeepAlive(KeepAlive keepAlive) {
        this.keepAlive = keepAlive;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            start(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        start(ctx);
        ctx.fireChannelActive();
    }

    private void start(ChannelHandlerContext ctx) {
        if (timer == null) {
            lastFrameNanos = ctx.executor().ticker().nanoTime();
            after(ctx, keepAlive.interval().toNanos());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        lastFrameNanos = ctx.executor().ticker().nanoTime();
        asked = false;
        ctx.fireChannelRead(frame);
    }

    private void after(ChannelHandlerContext ctx, long nanos) {
        timer = ctx.executor().schedule(() -> look(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext ctx) {
        long silentNanos = ctx.executor().ticker().nanoTime() - lastFrameNanos;
        long remainingNanos = keepAlive.interval().toNanos() - silentNanos;
        if (asked) {
            LOGGER.atDebug().addKeyValue("channel", ctx.channel()).log("peer silent, closed");
            Writes.close(ctx);
        } else if (remainingNanos > 0) {
            after(ctx, remainingNanos);
        } else {
            asked = true;
            Writes.write(ctx, new DefaultHttp2PingFrame(PING, false));
            after(ctx, keepAlive.timeout().toNanos());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
