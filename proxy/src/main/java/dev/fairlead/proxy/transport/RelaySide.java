package dev.fairlead.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the two connections of a {@link TcpRelay}: what it reads goes to the other.
 *
 * <pre>
 *  WAITING ── join ─► RELAYING ── input ended ─► RECEIVING ─┐
 *   (holds bytes)        └────── output ended ─► SENDING ───┴─► closed
 * </pre>
 */
final class RelaySide extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(RelaySide.class);

    private final Channel channel;
    private final Queue<ByteBuf> held = new ArrayDeque<>();
    private final ChannelFutureListener readAgain = this::written;

    private @Nullable RelaySide other;
    private boolean inputEnded;
    private boolean outputEnded;

    RelaySide(Channel channel) {
        this.channel = channel;
        this.inputEnded =
                channel instanceof DuplexChannel duplex
                        && duplex.isActive()
                        && duplex.isInputShutdown();
    }

    /** Starts both directions. */
    static void join(RelaySide one, RelaySide two) {
        one.other = two;
        two.other = one;
        one.start(two);
        two.start(one);
    }

    private void start(RelaySide onward) {
        if (!channel.isActive()) {
            onward.finish();
            return;
        }
        boolean nothingHeld = held.isEmpty();
        for (ByteBuf bytes = held.poll(); bytes != null; bytes = held.poll()) {
            forward(bytes, onward);
        }
        if (inputEnded) {
            onward.endOutput();
        } else if (nothingHeld) {
            channel.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
        } else if (other == null) {
            held.add(bytes);
        } else {
            forward(bytes, other);
        }
    }

    private void forward(ByteBuf bytes, RelaySide onward) {
        onward.channel.writeAndFlush(bytes).addListener(readAgain);
    }

    private void written(Future<?> write) {
        if (write.isSuccess()) {
            readMore();
        } else {
            LOGGER.atDebug()
                    .addKeyValue("channel", channel)
                    .addKeyValue("error", String.valueOf(write.cause()))
                    .log("relay broken by the other side");
            reset();
        }
    }

    private void readMore() {
        if (!inputEnded) {
            channel.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
            inputEnded = true;
            if (other != null) {
                other.endOutput();
            }
            closeIfOver();
        }
        ctx.fireUserEventTriggered(event);
    }

    /** Sends the end of the stream after all that was written before. */
    private void endOutput() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> shutdownOutput());
    }

    private void shutdownOutput() {
        if (channel.isActive() && channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput()
                    .addListener(done -> {
                        outputEnded = true;
                        closeIfOver();
                    });
        }
    }

    private void closeIfOver() {
        if (inputEnded && outputEnded) {
            var _ = channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!channel.isOpen()) {
            // the other side was told when this one closed; a reset now would cut off its last
            // bytes
            return;
        }
        LOGGER.atDebug()
                .addKeyValue("channel", channel)
                .addKeyValue("error", cause.toString())
                .log("relay broken");
        if (other != null) {
            other.reset();
        }
        var _ = channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        releaseHeld();
        if (other != null && !(inputEnded && outputEnded)) {
            other.finish();
        }
        ctx.fireChannelInactive();
    }

    /** Closes after all that was written before. */
    private void finish() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Closes so that the peer sees a reset, whatever is still unsent. */
    void reset() {
        releaseHeld();
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        var _ = channel.close();
    }

    private void releaseHeld() {
        held.forEach(ByteBuf::release);
        held.clear();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        releaseHeld();
    }
}
