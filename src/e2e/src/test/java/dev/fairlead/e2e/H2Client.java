package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One HTTP/2 connection, for calls beside each other. */
final class H2Client implements AutoCloseable {
    private static final int LIMIT_SECONDS = 30;

    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final CompletableFuture<Boolean> goAway = new CompletableFuture<>();
    private final Channel connection;

    H2Client(int port) {
        connection =
                new Bootstrap()
                        .group(loops)
                        .channel(EpollSocketChannel.class)
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        Http2FrameCodecBuilder.forClient().build(),
                                                        new Http2MultiplexHandler(new Refusal()),
                                                        new Farewell());
                                    }
                                })
                        .connect(InetAddress.getLoopbackAddress(), port)
                        .syncUninterruptibly()
                        .channel();
    }

    /** Sends a GET, and returns at once. */
    Call get(String authority, String path) {
        return send(
                new DefaultHttp2Headers()
                        .method("GET")
                        .scheme("http")
                        .authority(authority)
                        .path(path));
    }

    /** Sends a request without a body, and returns at once. */
    Call send(Http2Headers head) {
        Call call = new Call();
        Http2StreamChannel stream =
                new Http2StreamChannelBootstrap(connection)
                        .handler(call)
                        .open()
                        .syncUninterruptibly()
                        .getNow();
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(head, true)).syncUninterruptibly();
        return call;
    }

    /** Waits until the server has said that it takes no more requests. */
    void awaitGoAway() throws IOException {
        await(goAway);
    }

    /** Waits until the server has ended the connection. */
    void awaitEnd() {
        assertThat(connection.closeFuture().awaitUninterruptibly(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("the connection has ended")
                .isTrue();
    }

    @Override
    public void close() {
        connection.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** One stream. */
    static final class Call extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Http2Headers> head = new CompletableFuture<>();
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        /** Waits for the head of the answer. */
        Http2Headers head() throws IOException {
            return await(head);
        }

        /**
         * Waits for the end of the answer, and gives its body.
         *
         * @throws IOException when the stream was reset, or the connection ended
         */
        byte[] body() throws IOException {
            return await(body);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            try {
                switch (frame) {
                    case Http2HeadersFrame headers -> {
                        head.complete(headers.headers());
                        endIf(headers.isEndStream());
                    }
                    case Http2DataFrame data -> {
                        append(data.content());
                        endIf(data.isEndStream());
                    }
                    default -> {}
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        private void append(ByteBuf content) {
            byte[] bytes = new byte[content.readableBytes()];
            content.readBytes(bytes);
            received.writeBytes(bytes);
        }

        private void endIf(boolean last) {
            if (last) {
                body.complete(received.toByteArray());
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                fail("reset " + reset.errorCode());
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            fail("the stream has ended");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, @Nullable Throwable cause) {
            fail(String.valueOf(cause));
        }

        private void fail(String message) {
            IOException problem = new IOException(message);
            head.completeExceptionally(problem);
            body.completeExceptionally(problem);
        }
    }

    /** Hears what is said about the whole connection. */
    private final class Farewell extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            if (frame instanceof Http2GoAwayFrame) {
                goAway.complete(true);
            }
            ReferenceCountUtil.release(frame);
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
