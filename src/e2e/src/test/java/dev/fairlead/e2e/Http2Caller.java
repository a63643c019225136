package dev.fairlead.e2e;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks HTTP/2, all calls over one connection; over the next one, when the server
 * says that it goes away.
 */
final class Http2Caller implements Caller {
    private static final int STREAM_WINDOW = 1 << 20;

    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final int port;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private @Nullable Connection current;

    Http2Caller(int port) {
        this.port = port;
    }

    @Override
    public Call start(Question question, CompletableFuture<Boolean> rest) {
        Call call = new Call(question, rest);
        loop.execute(() -> send(call));
        return call;
    }

    @Override
    public void cancel(Call call) {
        loop.execute(call::cancel);
    }

    private void send(Call call) {
        Connection connection = current;
        if (connection == null || connection.retired) {
            connection = new Connection();
            current = connection;
            connect(connection);
        }
        connection.send(call);
    }

    private void again(Call call) {
        loop.execute(() -> send(call));
    }

    private void connect(Connection connection) {
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                connections.add(channel);
                                channel.pipeline()
                                        .addLast(
                                                Http2FrameCodecBuilder.forClient()
                                                        .initialSettings(settings())
                                                        .build(),
                                                new Http2MultiplexHandler(new Refusal()),
                                                connection);
                            }
                        })
                .connect(InetAddress.getLoopbackAddress(), port)
                .addListener(future -> {
                    if (!future.isSuccess()) {
                        connection.end(String.valueOf(future.cause()));
                    }
                });
    }

    private static Http2Settings settings() {
        return Http2Settings.defaultSettings().initialWindowSize(STREAM_WINDOW);
    }

    /** At once, without waiting for streams as the codec would. */
    @Override
    public void close() {
        connections.forEach(
                channel -> channel.pipeline().firstContext().close().addListener(_ -> {}));
        connections.newCloseFuture().syncUninterruptibly();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Behind the handler of its streams, which passes on what concerns the whole connection. */
    private final class Connection extends ChannelInboundHandlerAdapter {
        private final List<Call> waiting = new ArrayList<>();
        private @Nullable Channel ready;
        private boolean retired;

        void send(Call call) {
            Channel channel = ready;
            if (channel == null) {
                waiting.add(call);
            } else if (!call.isOver()) {
                open(channel, call);
            }
        }

        private void open(Channel channel, Call call) {
            Http2Exchange exchange = new Http2Exchange(call, () -> again(call));
            new Http2StreamChannelBootstrap(channel)
                    .handler(exchange)
                    .open()
                    .addListener(future -> {
                        if (future.isSuccess()) {
                            exchange.send((Http2StreamChannel) future.getNow());
                        } else {
                            call.failed(String.valueOf(future.cause()));
                        }
                    });
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            if (frame instanceof Http2SettingsFrame && ready == null) {
                ready = ctx.channel();
                List<Call> all = List.copyOf(waiting);
                waiting.clear();
                all.forEach(this::send);
            }
            if (frame instanceof Http2GoAwayFrame) {
                retired = true;
            }
            ReferenceCountUtil.release(frame);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            end("the connection has ended");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close().addListener(_ -> {});
        }

        private void end(String why) {
            retired = true;
            waiting.forEach(call -> call.failed(why));
            waiting.clear();
        }
    }

    /** A server opens no streams. */
    private static final class Refusal extends ChannelInboundHandlerAdapter {
        @Override
        public boolean isSharable() {
            return true;
        }
    }
}
