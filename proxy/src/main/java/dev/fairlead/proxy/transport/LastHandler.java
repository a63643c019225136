package dev.fairlead.proxy.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of every pipeline. An exception that nobody handled closes the connection; a message that
 * nobody took is released. Both are bugs of ours and warned about once per connection, except an
 * {@link IOException}: that is the peer's going, told at DEBUG. So is a connection that never came
 * about and is read all the same, as epoll does when a connect fails. Everything else passes.
 *
 * <p>What fails on a connection already closed is told at DEBUG too: nobody can act on it.
 */
public final class LastHandler extends ChannelInboundHandlerAdapter {
    /** Its name in a pipeline. */
    public static final String NAME = "last";

    private static final Logger LOGGER = LoggerFactory.getLogger(LastHandler.class);

    private boolean warnedOfException;
    private boolean warnedOfMessage;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        String type = message.getClass().getSimpleName();
        ReferenceCountUtil.release(message);
        if (!warnedOfMessage) {
            warnedOfMessage = true;
            LOGGER.atWarn()
                    .addKeyValue("channel", ctx.channel())
                    .addKeyValue("type", type)
                    .log("message not handled");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean peerGone =
                cause instanceof IOException
                        || cause instanceof NotYetConnectedException
                        || !ctx.channel().isOpen();
        if (!peerGone && !warnedOfException) {
            warnedOfException = true;
            LOGGER.atWarn()
                    .addKeyValue("channel", ctx.channel())
                    .addKeyValue("error", cause.toString())
                    .log("exception not handled, connection closed");
        }
        LOGGER.atDebug()
                .setCause(cause)
                .addKeyValue("channel", ctx.channel())
                .log("connection closed");
        var _ = ctx.close();
    }
}
