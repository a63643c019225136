package dev.fairlead.e2e;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An HTTP/2 application whose answers are told frame by frame. */
final class H2Application implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final List<Http2Headers> requests = new CopyOnWriteArrayList<>();
    private final Answer answer;
    private final Channel listener;

    /** What is done when the head of a request has come. */
    interface Answer {
        void give(ChannelHandlerContext stream, Http2Headers request);
    }

    /**
     * Listens.
     *
     * @param port of the loopback interface, 0 for any
     */
    H2Application(int port, Answer answer) {
        this.answer = answer;
        this.listener =
                new ServerBootstrap()
                        .group(loops)
                        .channel(EpollServerSocketChannel.class)
                        .childHandler(new Connection())
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .syncUninterruptibly()
                        .channel();
    }

    /** An answer without a body. */
    static Answer says(int status) {
        return (stream, _) -> sayHead(stream, status, true);
    }

    /** No answer but a reset. */
    static Answer resets(Http2Error code) {
        return (stream, _) -> reset(stream, code);
    }

    /** Writes a head. */
    static void sayHead(ChannelHandlerContext stream, int status, boolean last) {
        Http2Headers head = new DefaultHttp2Headers().status(Integer.toString(status));
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(head, last)).addListener(_ -> {});
    }

    /** Writes the whole of a gRPC answer that has no message. */
    static void sayGrpcHead(ChannelHandlerContext stream, int grpcStatus) {
        Http2Headers head =
                new DefaultHttp2Headers()
                        .status("200")
                        .set("content-type", "application/grpc")
                        .set("grpc-status", Integer.toString(grpcStatus));
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(head, true)).addListener(_ -> {});
    }

    /** Writes a part of the body. */
    static void sayBody(ChannelHandlerContext stream, int length, boolean last) {
        stream.writeAndFlush(
                        new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[length]), last))
                .addListener(_ -> {});
    }

    /** Writes trailers with this {@code grpc-status}. */
    static void sayTrailers(ChannelHandlerContext stream, int grpcStatus) {
        Http2Headers trailers =
                new DefaultHttp2Headers().set("grpc-status", Integer.toString(grpcStatus));
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true)).addListener(_ -> {});
    }

    /** Resets the stream. */
    static void reset(ChannelHandlerContext stream, Http2Error code) {
        stream.writeAndFlush(new DefaultHttp2ResetFrame(code)).addListener(_ -> {});
    }

    /** The heads of all requests up to now. */
    List<Http2Headers> requests() {
        return List.copyOf(requests);
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        connections.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Connection extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            connections.add(channel);
            channel.pipeline()
                    .addLast(
                            Http2FrameCodecBuilder.forServer().build(),
                            new Http2MultiplexHandler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel stream) {
                                            stream.pipeline().addLast(new Request());
                                        }
                                    }));
        }
    }

    private final class Request extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            if (frame instanceof Http2HeadersFrame head && head.headers().method() != null) {
                requests.add(head.headers());
                answer.give(ctx, head.headers());
            }
            ReferenceCountUtil.release(frame);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close().addListener(_ -> {});
        }
    }
}
