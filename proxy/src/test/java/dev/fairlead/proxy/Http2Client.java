package dev.fairlead.proxy;

import dev.fairlead.proxy.config.ProxyConfig;
import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.Http2Terms;
import dev.fairlead.proxy.http.ResponseSink;
import dev.fairlead.proxy.http.UpstreamEdge;
import dev.fairlead.proxy.http.UpstreamListener;
import dev.fairlead.proxy.pool.HttpProtocol;
import dev.fairlead.proxy.pool.SocketConnector;
import dev.fairlead.proxy.transport.ByteMeter;
import dev.fairlead.proxy.transport.SocketSettings;
import dev.fairlead.proxy.transport.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One HTTP/2 connection of a client, made of the proxy's own client edge. */
final class Http2Client implements UpstreamListener, AutoCloseable {
    private final EventLoopGroup loop = Transport.NIO.loops(1);
    private final CompletableFuture<UpstreamEdge> connected = new CompletableFuture<>();
    private final CompletableFuture<Boolean> goingAway = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    Http2Client(InetSocketAddress listener, ProxyConfig config) {
        new SocketConnector(
                        Transport.NIO.client(loop, SocketSettings.DEFAULT),
                        listener,
                        new Uncounted(),
                        new Http2Terms(config.http(), config.http2Client(), guard -> {}))
                .connect(
                        HttpProtocol.HTTP_2,
                        this,
                        failure ->
                                connected.completeExceptionally(
                                        new AssertionError(failure.toString())));
    }

    /** What came back: the status and the body, or the end in place of either. */
    record Answer(String status, String body) {}

    private static final class Uncounted implements ByteMeter {
        @Override
        public void opened() {}

        @Override
        public void read(long bytes) {}

        @Override
        public void written(long bytes) {}

        @Override
        public void closed(String errno) {}
    }

    private static final class Answering implements ResponseSink {
        final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private final StringBuilder body = new StringBuilder();
        private String status = "";

        @Override
        public void head(Http2Headers head, boolean last) {
            status = head.status().toString();
            finish(last);
        }

        @Override
        public void data(ByteBuf data, boolean last, Runnable written) {
            body.append(data.toString(StandardCharsets.UTF_8));
            data.release();
            written.run();
            finish(last);
        }

        private void finish(boolean last) {
            if (last) {
                answer.complete(new Answer(status, body.toString()));
            }
        }

        @Override
        public void trailers(Http2Headers trailers) {
            finish(true);
        }

        @Override
        public void abort(Http2Error reason) {
            answer.complete(new Answer(status, reason.toString()));
        }

        @Override
        public void lost(ConnectionLoss loss) {
            answer.complete(new Answer(status, loss.toString()));
        }
    }

    CompletableFuture<Answer> get(String authority, String path) throws Exception {
        UpstreamEdge edge = connected.get(20, TimeUnit.SECONDS);
        Answering answering = new Answering();
        Http2Headers head =
                new DefaultHttp2Headers()
                        .method("GET")
                        .scheme("http")
                        .authority(authority)
                        .path(path);
        loop.next().execute(() -> edge.open(answering).head(head, true));
        return answering.answer.orTimeout(20, TimeUnit.SECONDS);
    }

    @Override
    public void connected(UpstreamEdge edge) {
        connected.complete(edge);
    }

    @Override
    public void room() {}

    @Override
    public void goingAway() {
        goingAway.complete(true);
    }

    @Override
    public void closed() {
        closed.complete(true);
    }

    void awaitGoAway() throws Exception {
        goingAway.get(20, TimeUnit.SECONDS);
    }

    void awaitClosed() throws Exception {
        closed.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
