package dev.fairlead.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a {@link ByteMeter} with what one connection does. Comes first in a pipeline, so that it
 * sees the bytes of the wire. Written bytes count when they are handed to the connection: what
 * waits for a slow peer is counted already.
 */
public final class TransportMetricsHandler extends ChannelDuplexHandler {
    /** Its name in a pipeline. */
    public static final String NAME = "metrics";

    private final ByteMeter meter;

    private boolean open;
    private @Nullable Throwable error;

    /** Feeds {@code meter}, which belongs to this connection alone or adds up. */
    public TransportMetricsHandler(ByteMeter meter) {
        this.meter = meter;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            opened();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        opened();
        ctx.fireChannelActive();
    }

    private void opened() {
        if (!open) {
            open = true;
            meter.opened();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes && bytes.isReadable()) {
            meter.read(bytes.readableBytes());
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (ctx.channel().isActive()) {
            opened(); // whoever awaits the connect may write before the event comes
        }
        if (message instanceof ByteBuf bytes && bytes.isReadable() && open) {
            meter.written(bytes.readableBytes());
            // a write fails long before the connection tells why, if it ever does
            ctx.write(message, promise.unvoid()).addListener(f -> failed(f.cause()));
        } else {
            var _ = ctx.write(message, promise);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause);
        ctx.fireExceptionCaught(cause);
    }

    private void failed(@Nullable Throwable cause) {
        if (error == null && cause != null && !Errno.symbol(cause).isEmpty()) {
            error = cause;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (open) {
            open = false;
            meter.closed(error == null ? "" : Errno.symbol(error));
        }
        ctx.fireChannelInactive();
    }
}
