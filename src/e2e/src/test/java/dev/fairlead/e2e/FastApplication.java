package dev.fairlead.e2e;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An application that is faster than what is tested: HTTP/1 and HTTP/2 without TLS on one port,
 * told apart by their first byte. What it answers is told by {@link FastAnswers}.
 */
final class FastApplication implements AutoCloseable {
    private static final int STREAM_WINDOW = 1 << 20;

    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final AtomicLong pushed = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final Channel listener;

    FastApplication() {
        listener =
                new ServerBootstrap()
                        .group(loops)
                        .channel(EpollServerSocketChannel.class)
                        .childHandler(initializer(pipeline -> pipeline.addLast(new Detector())))
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .syncUninterruptibly()
                        .channel();
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Bytes of bodies that it has handed to its connections, ever. */
    long pushed() {
        return pushed.get();
    }

    /** Bytes of bodies that it has received, ever. */
    long taken() {
        return taken.get();
    }

    /** Requests that it has answered, ever. */
    long answered() {
        return answered.get();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private FastAnswers answers() {
        return new FastAnswers(pushed, taken, answered);
    }

    private interface Setup {
        void add(ChannelPipeline pipeline);
    }

    private static ChannelInitializer<Channel> initializer(Setup setup) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                setup.add(channel.pipeline());
            }
        };
    }

    /** RFC 9113 §3.4: an HTTP/2 connection begins with {@code PRI}, which is no method. */
    private final class Detector extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            if (in.readableBytes() < 3) {
                return;
            }
            int at = in.readerIndex();
            boolean http2 =
                    in.getByte(at) == 'P' && in.getByte(at + 1) == 'R' && in.getByte(at + 2) == 'I';
            if (http2) {
                ctx.pipeline()
                        .addLast(
                                Http2FrameCodecBuilder.forServer()
                                        .initialSettings(
                                                Http2Settings.defaultSettings()
                                                        .initialWindowSize(STREAM_WINDOW)
                                                        .maxConcurrentStreams(1000))
                                        .build(),
                                new Http2MultiplexHandler(initializer(this::stream)));
            } else {
                ctx.pipeline().addLast(new HttpServerCodec(), answers());
            }
            ctx.pipeline().remove(this);
        }

        private void stream(ChannelPipeline pipeline) {
            pipeline.addLast(new Http2StreamFrameToHttpObjectCodec(true), answers());
        }
    }
}
