package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportIT {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** Hands each accepted channel to the test. */
    @ChannelHandler.Sharable
    private static final class Accepted extends ChannelInboundHandlerAdapter {
        final BlockingQueue<Channel> channels = new LinkedBlockingQueue<>();

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            channels.add(ctx.channel());
        }
    }

    private static <T> T onLoop(EventLoop loop, Callable<T> what) throws Exception {
        return loop.submit(what).get(10, TimeUnit.SECONDS);
    }

    @Test
    void epollIsTheDefaultWhereItIsAvailable() {
        assertThat(Transport.select())
                .isEqualTo(Epoll.isAvailable() ? Transport.EPOLL : Transport.NIO);
    }

    @Test
    void labelsAreLowerCase() {
        assertThat(Transport.EPOLL.label()).isEqualTo("epoll");
        assertThat(Transport.NIO.label()).isEqualTo("nio");
    }

    @Test
    void refusesNoLoops() {
        assertThatThrownBy(() -> Transport.NIO.loops(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void loopsAreNumberedThreads(Transport transport) throws Exception {
        EventLoopGroup loops = transport.loops(2);
        try {
            String first = onLoop(loops.next(), () -> Thread.currentThread().getName());
            String second = onLoop(loops.next(), () -> Thread.currentThread().getName());

            assertThat(first).isEqualTo("loop-0");
            assertThat(second).isEqualTo("loop-1");
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void acceptsAndConnectsWithItsSettings(Transport transport) throws Exception {
        Accepted accepted = new Accepted();
        SocketSettings settings =
                new SocketSettings(
                        16,
                        Duration.ofMillis(300),
                        Duration.ofSeconds(77),
                        Duration.ofSeconds(5),
                        ByteBufAllocator.DEFAULT);
        EventLoopGroup loops = transport.loops(1);
        try {
            Channel listener =
                    transport
                            .server(loops, settings)
                            .childHandler(accepted)
                            .bind(ANY_PORT)
                            .sync()
                            .channel();

            Channel client =
                    transport
                            .client(loops, settings)
                            .handler(new ChannelInboundHandlerAdapter())
                            .connect(listener.localAddress())
                            .sync()
                            .channel();
            Channel server = accepted.channels.poll(10, TimeUnit.SECONDS);

            assertThat(listener.config().getOption(ChannelOption.SO_BACKLOG)).isEqualTo(16);
            assertThat(client.config().getConnectTimeoutMillis()).isEqualTo(300);
            assertSettings(transport, client);
            assertSettings(transport, server);
            assertThat(OriginalDestination.of(server))
                    .isEqualTo(
                            new OriginalDestination(
                                    (InetSocketAddress) listener.localAddress(), false));
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void writesOfOneTurnAreFlushedOnce(Transport transport) throws Exception {
        FlushCounter flushes = new FlushCounter();
        EventLoopGroup loops = transport.loops(1);
        try (ServerSocket origin = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            Channel client =
                    transport
                            .client(loops, SocketSettings.DEFAULT)
                            .handler(pipelineOf(flushes, new Flusher()))
                            .connect(origin.getLocalSocketAddress())
                            .sync()
                            .channel();

            ChannelFuture last = onLoop(client.eventLoop(), () -> writeFiveTimes(client));

            assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(onLoop(client.eventLoop(), () -> flushes.count)).isEqualTo(1);
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    private static ChannelFuture writeFiveTimes(Channel channel) {
        for (int i = 0; i < 4; i++) {
            var _ = channel.writeAndFlush(Unpooled.buffer().writeByte(i));
        }
        return channel.writeAndFlush(Unpooled.buffer().writeByte(4));
    }

    private static ChannelInitializer<Channel> pipelineOf(ChannelHandler... handlers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handlers);
            }
        };
    }

    /** Counts what gets through to the socket. */
    private static final class FlushCounter extends ChannelDuplexHandler {
        int count;

        @Override
        public void flush(ChannelHandlerContext ctx) {
            count++;
            ctx.flush();
        }
    }

    private static void assertSettings(Transport transport, Channel channel) {
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(channel.config().getOption(ChannelOption.ALLOW_HALF_CLOSURE)).isTrue();
        assertThat(channel.config().getOption(ChannelOption.TCP_NODELAY)).isTrue();
        assertThat(channel.config().getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
        if (transport == Transport.EPOLL) {
            assertThat(channel.config().getOption(EpollChannelOption.TCP_KEEPIDLE)).isEqualTo(77);
            assertThat(channel.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT))
                    .isEqualTo(5000);
        }
    }
}
