package dev.fairlead.proxy;

import dev.fairlead.proxy.config.AcceptConfig;
import dev.fairlead.proxy.config.ConnectConfig;
import dev.fairlead.proxy.config.DirectionConfig;
import dev.fairlead.proxy.config.SocketKeepAlive;
import dev.fairlead.proxy.transport.SocketSettings;
import dev.fairlead.proxy.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;

/** Sockets set up as the configuration says. */
record Sockets(Transport transport) {
    ServerBootstrap listening(EventLoopGroup loops, AcceptConfig accept) {
        return transport.server(
                loops,
                settings(
                        accept.backlog().orElse(SocketSettings.DEFAULT.backlog()),
                        SocketSettings.DEFAULT.connectTimeout(),
                        accept.keepAlive()));
    }

    Bootstrap connecting(EventLoopGroup loop, DirectionConfig direction) {
        ConnectConfig connect = direction.connect();
        return transport.client(
                loop,
                settings(SocketSettings.DEFAULT.backlog(), connect.timeout(), connect.keepAlive()));
    }

    private static SocketSettings settings(
            int backlog, Duration connectTimeout, SocketKeepAlive keepAlive) {
        return new SocketSettings(
                backlog,
                connectTimeout,
                keepAlive.idle().orElse(Duration.ZERO),
                keepAlive.userTimeout().orElse(Duration.ZERO),
                ByteBufAllocator.DEFAULT);
    }
}
