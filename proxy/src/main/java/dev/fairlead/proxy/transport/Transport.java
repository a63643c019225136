package dev.fairlead.proxy.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How bytes get from and to the kernel. Every channel made here has {@code AUTO_READ} off, allows
 * half-closure and connects or is served on loops of the same transport.
 */
public enum Transport {
    /** Linux's epoll, by native code. The only one that knows original destinations. */
    EPOLL,
    /** The JDK's selectors: works everywhere. */
    NIO;

    private static final Logger LOGGER = LoggerFactory.getLogger(Transport.class);

    /**
     * The best transport that this machine has: epoll, or NIO with a warning that says why. {@code
     * -Dio.netty.transport.noNative=true} forces NIO.
     */
    public static Transport select() {
        if (Epoll.isAvailable()) {
            return EPOLL;
        }
        LOGGER.atWarn()
                .addKeyValue("transport", NIO.label())
                .addKeyValue("reason", String.valueOf(Epoll.unavailabilityCause()))
                .log("epoll unavailable, original destinations unknown");
        return NIO;
    }

    /** The name in logs and metrics: {@code epoll} or {@code nio}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Starts event loops with threads {@code loop-0}, {@code loop-1} and so on. The caller shuts
     * them down.
     *
     * @param count from 1
     */
    public EventLoopGroup loops(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count: " + count + " (expected: >= 1)");
        }
        return new MultiThreadIoEventLoopGroup(count, new LoopThreads(), ioHandlers());
    }

    /**
     * A bootstrap that listens, ready but for its child handler. Each accepted channel stays on one
     * of {@code loops}.
     */
    public ServerBootstrap server(EventLoopGroup loops, SocketSettings settings) {
        ServerBootstrap server =
                new ServerBootstrap()
                        .group(loops)
                        .channelFactory(serverChannels())
                        .option(ChannelOption.SO_BACKLOG, settings.backlog())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.ALLOCATOR, settings.allocator());
        connectionOptions(settings).forEach((option, value) -> server.childOption(option, value));
        return server;
    }

    /**
     * A bootstrap that connects, ready but for its handler.
     *
     * @param loops the caller's own loop, so that both sides of an exchange share it
     */
    public Bootstrap client(EventLoopGroup loops, SocketSettings settings) {
        Bootstrap client =
                new Bootstrap()
                        .group(loops)
                        .channelFactory(clientChannels())
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(settings.connectTimeout().toMillis()));
        connectionOptions(settings).forEach((option, value) -> client.option(option, value));
        return client;
    }

    private IoHandlerFactory ioHandlers() {
        return switch (this) {
            case EPOLL -> RestingEpoll.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    private ChannelFactory<? extends ServerChannel> serverChannels() {
        return switch (this) {
            case EPOLL -> EpollServerSocketChannel::new;
            case NIO -> NioServerSocketChannel::new;
        };
    }

    private ChannelFactory<? extends SocketChannel> clientChannels() {
        return switch (this) {
            case EPOLL -> EpollSocketChannel::new;
            case NIO -> NioSocketChannel::new;
        };
    }

    private Map<ChannelOption<Object>, Object> connectionOptions(SocketSettings settings) {
        return switch (this) {
            case EPOLL -> settings.linuxOptions();
            case NIO -> settings.portableOptions();
        };
    }
}
