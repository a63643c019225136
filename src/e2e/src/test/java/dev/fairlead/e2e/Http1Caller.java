package dev.fairlead.e2e;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks HTTP/1.1: a connection for each call, up to a limit, and kept for others.
 * Calls beyond it wait for one.
 */
final class Http1Caller implements Caller {
    private static final int CONNECTIONS = 128;

    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final int port;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private int connections;

    Http1Caller(int port) {
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
        Connection connection = idle.pollLast();
        if (connection != null) {
            connection.send(call);
            return;
        }
        if (connections == CONNECTIONS) {
            waiting.addLast(call);
            return;
        }
        connections++;
        Connection fresh = new Connection();
        connect(fresh)
                .addListener(future -> {
                    if (future.isSuccess()) {
                        fresh.send(call);
                    } else {
                        call.failed(String.valueOf(future.cause()));
                        gone();
                    }
                });
    }

    /** A connection is no more, and there is room for another. */
    private void gone() {
        connections--;
        Call next = waiting.pollFirst();
        if (next != null) {
            send(next);
        }
    }

    private ChannelFuture connect(Connection connection) {
        return new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(new HttpClientCodec(), connection);
                            }
                        })
                .connect(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** The last of several values; names in lower case. */
    static Map<String, String> values(HttpHeaders headers) {
        Map<String, String> values = new HashMap<>();
        headers.forEach(
                entry -> values.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
        return values;
    }

    private final class Connection extends SimpleChannelInboundHandler<HttpObject> {
        private @Nullable ChannelHandlerContext context;
        private @Nullable Call call;
        private boolean keepAlive = true;
        private boolean interim;
        private boolean sent;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            context = ctx;
        }

        private ChannelHandlerContext context() {
            ChannelHandlerContext present = context;
            if (present == null) {
                throw new IllegalStateException("no connection");
            }
            return present;
        }

        void send(Call next) {
            ChannelHandlerContext ctx = context();
            if (next.isOver()) {
                ctx.close().addListener(_ -> {});
                return;
            }
            call = next;
            sent = false;
            next.sentWith(() -> ctx.close().addListener(_ -> {}));
            ctx.write(head(next.question())).addListener(_ -> {});
            sendBody(next, new BodyPieces(next.question().body()));
        }

        private HttpRequest head(Question question) {
            HttpRequest head =
                    new DefaultHttpRequest(
                            HttpVersion.HTTP_1_1,
                            HttpMethod.valueOf(question.method()),
                            question.path());
            head.headers().set(HttpHeaderNames.HOST, question.authority());
            question.headers().forEach((name, value) -> head.headers().set(name, value));
            switch (question.body().framing()) {
                case NONE -> {}
                case LENGTH ->
                        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, question.body().size());
                case STREAMED ->
                        head.headers()
                                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
            return head;
        }

        private void sendBody(Call next, BodyPieces pieces) {
            if (pieces.hasNext()) {
                sendPiece(pieces);
            }
            Runnable sendRest = () -> sendRest(pieces);
            if (next.rest().isDone()) {
                sendRest.run();
            } else {
                context().flush();
                next.rest().thenRunAsync(sendRest, context().executor()).exceptionally(_ -> null);
            }
        }

        private void sendRest(BodyPieces pieces) {
            while (pieces.hasNext()) {
                sendPiece(pieces);
            }
            context()
                    .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                    .addListener(_ -> requestSent());
        }

        private void sendPiece(BodyPieces pieces) {
            context().writeAndFlush(new DefaultHttpContent(pieces.next())).addListener(_ -> {});
        }

        private void requestSent() {
            sent = true;
            if (call == null) {
                rest();
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
            Call current = call;
            if (current == null) {
                return;
            }
            if (message instanceof HttpResponse response) {
                interim = response.status().code() < 200;
            }
            if (interim) {
                return;
            }
            if (message instanceof HttpResponse response) {
                keepAlive = HttpUtil.isKeepAlive(response);
                current.headCame(response.status().code(), values(response.headers()));
            }
            if (message instanceof HttpContent content) {
                current.dataCame(content.content());
            }
            if (message instanceof LastHttpContent last) {
                end(current, last);
            }
        }

        private void end(Call current, LastHttpContent last) {
            if (last.decoderResult().isFailure()) {
                current.failed(String.valueOf(last.decoderResult().cause()));
                context().close().addListener(_ -> {});
                return;
            }
            call = null;
            if (sent) {
                rest();
            }
            current.ended(values(last.trailingHeaders()));
        }

        /** Waits for the next call, if there may be one. */
        private void rest() {
            if (keepAlive && context().channel().isActive()) {
                Call next = waiting.pollFirst();
                if (next == null) {
                    idle.addLast(this);
                } else {
                    send(next);
                }
            } else {
                context().close().addListener(_ -> {});
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            idle.remove(this);
            if (call != null) {
                call.failed("the connection has ended");
            }
            gone();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (call != null) {
                call.failed(String.valueOf(cause));
            }
            ctx.close().addListener(_ -> {});
        }
    }
}
