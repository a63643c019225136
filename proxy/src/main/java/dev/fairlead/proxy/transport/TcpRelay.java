package dev.fairlead.proxy.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves bytes between two connections of one loop and understands none of them.
 *
 * <pre>
 *  client ── read ─► write ─► server     a side is read again when the onward write is done,
 *         ◄─ write ◄─ read ──            so at most one read per direction is in flight
 * </pre>
 *
 * <p>The end of one side's input becomes the end of the other's output, after the bytes before it;
 * the relay is over when both directions are. A reset of one side resets the other. One exception
 * to <i>one read</i> is the kernel's notice that the peer has finished sending, on which epoll
 * hands over all that the socket's receive buffer holds.
 */
public final class TcpRelay {
    /** The name of the handlers that a relay installs. */
    public static final String NAME = "relay";

    private static final Logger LOGGER = LoggerFactory.getLogger(TcpRelay.class);

    private TcpRelay() {}

    /**
     * Connects to {@code target} on the client's loop and relays. What the client sends meanwhile
     * is held; it is not asked for more. If the connect fails the client is reset.
     *
     * @param client an open connection, on its loop, whose handlers pass bytes through
     * @param connector from {@link Transport#client}, with a handler; its group is not used
     * @return the connect; both its outcomes are dealt with
     */
    public static ChannelFuture connect(
            Channel client, Bootstrap connector, InetSocketAddress target) {
        assert client.eventLoop().inEventLoop();
        RelaySide waiting = new RelaySide(client);
        install(client, waiting);
        ChannelFuture connect = connector.clone(client.eventLoop()).connect(target);
        connect.addListener(done -> {
            if (done.isSuccess()) {
                RelaySide server = new RelaySide(connect.channel());
                install(connect.channel(), server);
                RelaySide.join(waiting, server);
            } else {
                LOGGER.atWarn()
                        .addKeyValue("endpoint", target)
                        .addKeyValue("error", String.valueOf(done.cause()))
                        .log("connect failed");
                waiting.reset();
            }
        });
        return connect;
    }

    /**
     * Relays between two open connections, on their one loop. Their handlers pass bytes through:
     * whoever understood them before has left the pipelines.
     */
    public static void join(Channel client, Channel server) {
        assert client.eventLoop().inEventLoop();
        assert server.eventLoop().inEventLoop();
        RelaySide clientSide = new RelaySide(client);
        RelaySide serverSide = new RelaySide(server);
        install(client, clientSide);
        install(server, serverSide);
        RelaySide.join(clientSide, serverSide);
    }

    private static void install(Channel channel, RelaySide side) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(LastHandler.NAME) == null) {
            pipeline.addLast(NAME, side);
        } else {
            pipeline.addBefore(LastHandler.NAME, NAME, side);
        }
    }
}
