package dev.fairlead.proxy;

import dev.fairlead.proxy.http.Drain;
import dev.fairlead.proxy.transport.ProtocolDetector;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** A listening socket and the client connections that it accepted. */
final class Listener {
    private final String name;
    private final Channel socket;
    private final ChannelGroup clients;

    private Listener(String name, Channel socket, ChannelGroup clients) {
        this.name = name;
        this.socket = socket;
        this.clients = clients;
    }

    /**
     * Listens.
     *
     * @param name for messages: {@code outbound}
     * @param accept sets up a connection's pipeline, on its loop
     * @throws BindException if the address cannot be had
     */
    static Listener bind(
            String name,
            ServerBootstrap bootstrap,
            InetSocketAddress address,
            Consumer<Channel> accept)
            throws BindException {
        ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        ChannelFuture bound =
                bootstrap
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel client) {
                                        clients.add(client);
                                        accept.accept(client);
                                    }
                                })
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new BindException(
                    name + ": " + address + ": " + String.valueOf(bound.cause().getMessage()));
        }
        return new Listener(name, bound.channel(), clients);
    }

    String name() {
        return name;
    }

    /** Where it listens; the port that the system chose if port 0 was asked for. */
    InetSocketAddress address() {
        return (InetSocketAddress) socket.localAddress();
    }

    /** Accepts no more, and asks the connections to finish what is under way. */
    void drain() {
        socket.close().awaitUninterruptibly();
        for (Channel client : clients) {
            if (client.pipeline().get(ProtocolDetector.class) != null) {
                client.close().addListener(_ -> {}); // it has not said anything yet
            } else {
                client.pipeline().fireUserEventTriggered(Drain.INSTANCE);
            }
        }
    }

    /** How many connections are open. */
    int open() {
        return clients.size();
    }

    /** Ends the connections that are left. */
    void close() {
        socket.close().awaitUninterruptibly();
        clients.close().awaitUninterruptibly();
    }
}
