package dev.fairlead.proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in which edges write: flushed at the end of the loop's turn, errors never dropped.
 */
final class Writes {
    private static final Logger LOGGER = LoggerFactory.getLogger(Writes.class);

    /**
     * A write fails because its connection or its stream is gone, which the edge learns by itself;
     * here the failure is only made visible.
     */
    static final ChannelFutureListener LOG_FAILURE =
            future -> {
                if (!future.isSuccess()) {
                    LOGGER.atDebug().addKeyValue("cause", future.cause()).log("write failed");
                }
            };

    private static final long LINGER_SECONDS = 2;

    private Writes() {}

    /** Writes a message whose fate nobody waits for. */
    static void write(ChannelHandlerContext ctx, Object message) {
        ctx.writeAndFlush(message).addListener(LOG_FAILURE);
    }

    /** Writes a message and runs {@code written} once, when it is on its way or thrown away. */
    static void write(ChannelHandlerContext ctx, Object message, Runnable written) {
        ctx.writeAndFlush(message)
                .addListener(
                        (ChannelFutureListener)
                                future -> {
                                    LOG_FAILURE.operationComplete(future);
                                    written.run();
                                });
    }

    /**
     * Writes a message of HTTP/1, whose fate nobody waits for. What cannot be written leaves a gap
     * in the order of bytes: the connection closes.
     */
    static void writeOrClose(ChannelHandlerContext ctx, Object message) {
        closeUnlessWritten(ctx, ctx.writeAndFlush(message));
    }

    /** As above, for a write that somebody else looks at too. */
    static void closeUnlessWritten(ChannelHandlerContext ctx, ChannelFuture write) {
        write.addListener((ChannelFutureListener) future -> closeIfFailed(ctx, future));
    }

    /** As above, and runs {@code written} once, when it is on its way or thrown away. */
    static void writeOrClose(ChannelHandlerContext ctx, Object message, Runnable written) {
        ctx.writeAndFlush(message)
                .addListener(
                        (ChannelFutureListener)
                                future -> {
                                    closeIfFailed(ctx, future);
                                    written.run();
                                });
    }

    private static void closeIfFailed(ChannelHandlerContext ctx, ChannelFuture write)
            throws Exception {
        LOG_FAILURE.operationComplete(write);
        if (!write.isSuccess() && ctx.channel().isOpen()) {
            close(ctx);
        }
    }

    /** Closes now. */
    static void close(ChannelHandlerContext ctx) {
        ctx.close().addListener(LOG_FAILURE);
    }

    /** Closes once everything written so far is on its way. */
    static void closeAfterWrites(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Ends the output once everything written so far is on its way; the input stays open. */
    static void shutdownOutputAfterWrites(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(
                        (ChannelFutureListener)
                                done -> {
                                    if (done.channel() instanceof DuplexChannel socket
                                            && socket.isActive()) {
                                        socket.shutdownOutput().addListener(LOG_FAILURE);
                                    }
                                });
    }

    /**
     * Closes a connection whose peer is still sending, so that the peer can read the answer first
     * (RFC 9112 §9.6): the output ends, the input is read and thrown away by the caller until it
     * ends too, or for two seconds.
     */
    static void lingeringClose(ChannelHandlerContext ctx) {
        shutdownOutputAfterWrites(ctx);
        Future<?> limit =
                ctx.executor().schedule(() -> close(ctx), LINGER_SECONDS, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(closed -> limit.cancel(false));
    }
}
