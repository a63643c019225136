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
    private final Clients clients;

    private Listener(String name, Channel socket, Clients clients) {
        this.name = name;
        this.socket = socket;
        this.clients = clients;
    }

    /** Connections that a listener accepted; a connection may still come while it is drained. */
    private static final class Clients {
        final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        volatile boolean draining;

        /** On the loop of {@code client}. */
        void accepted(Channel client, Consumer<Channel> accept) {
            open.add(client);
            accept.accept(client);
            if (draining) {
                finish(client);
            }
        }

        void drain() {
            draining = true; // first: whoever is added later sees it
            open.forEach(client -> client.eventLoop().execute(() -> finish(client)));
        }

        private static void finish(Channel client) {
            if (client.pipeline().get(ProtocolDetector.class) != null) {
                client.close().addListener(_ -> {}); // it has not said what it wants yet
            } else {
                client.pipeline().fireUserEventTriggered(Drain.INSTANCE);
            }
        }
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
        Clients clients = new Clients();
        ChannelFuture bound =
                bootstrap
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel client) {
                                        clients.accepted(client, accept);
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
        clients.drain();
    }

    /** How many connections are open. */
    int open() {
        return clients.open.size();
    }

    /** Ends the connections that are left. */
    void close() {
        socket.close().awaitUninterruptibly();
        clients.open.close().awaitUninterruptibly();
    }
}
