package dev.fairlead.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connection's first bytes until they say what it speaks, lets {@link ProtocolChosen}
 * install the handlers for it, passes the bytes on to them and leaves the pipeline.
 *
 * <pre>
 *  READING ── bytes decide ───────────► DECIDED: install, replay, remove
 *     │ ├──── timeout ────────────────► DECIDED as opaque (the server may be the one to speak first)
 *     │ ├──── half-close after bytes ─► DECIDED as opaque; the half-close is replayed too
 *     │ └──── half-close before any ──► closed
 *     └────── error, close ───────────► ended; nobody is installed
 * </pre>
 *
 * <p>A read that was under way when the decision fell is not lost: the detector replays and leaves
 * in one go, so whatever comes next finds the new handlers.
 */
public final class ProtocolDetector extends ChannelInboundHandlerAdapter {
    /** Its name in a pipeline. */
    public static final String NAME = "protocol-detector";

    private final Duration timeout;
    private final ProtocolChosen next;

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private long beganNanos;
    private @Nullable Future<?> expiry;
    private boolean decided;

    /**
     * @param timeout from the connection's start, over 0; then it counts as opaque
     * @param next installs what comes after, on the connection's loop
     */
    public ProtocolDetector(Duration timeout, ProtocolChosen next) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        this.timeout = timeout;
        this.next = next;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            begin(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begin(ctx);
        ctx.fireChannelActive();
    }

    private void begin(ChannelHandlerContext ctx) {
        if (expiry != null || decided) {
            return;
        }
        beganNanos = ctx.executor().ticker().nanoTime();
        expiry =
                ctx.executor().schedule(() -> expire(ctx), timeout.toNanos(), TimeUnit.NANOSECONDS);
        ctx.read();
    }

    private void expire(ChannelHandlerContext ctx) {
        if (!decided) {
            decide(ctx, Protocol.OPAQUE, DetectionResult.READ_TIMEOUT);
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (decided || !(message instanceof ByteBuf more)) {
            ctx.fireChannelRead(message);
            return;
        }
        bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), bytes, more);
        FirstBytes.decide(bytes)
                .ifPresent(protocol -> decide(ctx, protocol, DetectionResult.of(protocol)));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (decided) {
            ctx.fireChannelReadComplete();
        } else {
            ctx.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!decided && event instanceof ChannelInputShutdownEvent) {
            inputEnded(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    private void inputEnded(ChannelHandlerContext ctx) {
        if (bytes.isReadable()) {
            decide(ctx, Protocol.OPAQUE, DetectionResult.NOT_HTTP);
        } else {
            fail(ctx);
            var _ = ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx);
        ctx.fireExceptionCaught(cause);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        decided = true;
        cancelExpiry();
        takeBytes().release();
    }

    private void fail(ChannelHandlerContext ctx) {
        if (!decided) {
            end(ctx, DetectionResult.ERROR);
        }
    }

    private void decide(ChannelHandlerContext ctx, Protocol protocol, DetectionResult result) {
        end(ctx, result);
        next.chosen(ctx, protocol);
        ByteBuf replay = takeBytes();
        if (replay.isReadable() && ctx.channel().isOpen()) {
            ctx.fireChannelRead(replay);
        } else {
            ReferenceCountUtil.release(replay);
        }
        if (!ctx.isRemoved()) {
            ctx.pipeline().remove(this);
        }
    }

    private void end(ChannelHandlerContext ctx, DetectionResult result) {
        decided = true;
        cancelExpiry();
        long elapsed = ctx.executor().ticker().nanoTime() - beganNanos;
        next.detected(result, Duration.ofNanos(elapsed));
    }

    private void cancelExpiry() {
        if (expiry != null) {
            boolean _ = expiry.cancel(false);
        }
    }

    private ByteBuf takeBytes() {
        ByteBuf taken = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return taken;
    }
}
