package dev.fairlead.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.proxy.config.Http2Config;
import dev.fairlead.proxy.transport.LastHandler;
import dev.fairlead.proxy.transport.SocketSettings;
import dev.fairlead.proxy.transport.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real sockets say of requests that were under way when the server went. */
@Timeout(30)
class UnsentIT {
    private static final int SMALL = 4096;

    /** What the smallest buffer takes at once. */
    private static final int LITTLE = 2000;

    /**
     * More than two small socket buffers hold; not much more, as leak detection follows each byte.
     */
    private static final int HUGE = 400_000;

    private static final Http2Config HTTP_2 =
            new Http2Config(
                    new Http2Config.Windows(65_535, 131_070),
                    100,
                    Http2Config.MIN_FRAME_BYTES,
                    SMALL,
                    Optional.empty(),
                    new Http2Config.ResetGuard(200, Duration.ofSeconds(30)));

    private final FakeListener pool = new FakeListener();
    private final Recorder response = new Recorder();

    /** A head that no small socket buffers hold as a whole, or one that fits. */
    private static Http2Headers request(int bytes) {
        return new DefaultHttp2Headers(false)
                .method("GET")
                .scheme("http")
                .path("/")
                .authority("h")
                .set("x", "a".repeat(bytes));
    }

    private static void http1(ChannelPipeline pipeline, UpstreamListener pool) {
        Http1Codecs.addClient(pipeline, H1Wire.LIMITS, pool);
    }

    private static void http2(ChannelPipeline pipeline, UpstreamListener pool) {
        Http2Codecs.addClient(pipeline, new Http2Terms(H1Wire.LIMITS, HTTP_2, guard -> {}), pool);
    }

    /** Sends a request to a server that reads a few bytes of it and then resets the connection. */
    private void sendToOneThatLeaves(
            Transport transport,
            BiConsumer<ChannelPipeline, UpstreamListener> codec,
            Http2Headers request)
            throws Exception {
        EventLoopGroup loops = transport.loops(1);
        try (ServerSocket server = new ServerSocket()) {
            server.setReceiveBufferSize(SMALL);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Channel client = connect(transport, loops, codec, server.getLocalSocketAddress());
            try (Socket accepted = server.accept()) {
                client.eventLoop()
                        .submit(() -> pool.edge().open(response).head(request, true))
                        .get(10, TimeUnit.SECONDS);
                readSome(accepted);
                accepted.setSoLinger(true, 0);
            }
            response.whenEnded.get(10, TimeUnit.SECONDS);
        } finally {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private Channel connect(
            Transport transport,
            EventLoopGroup loops,
            BiConsumer<ChannelPipeline, UpstreamListener> codec,
            java.net.SocketAddress server)
            throws InterruptedException {
        return transport
                .client(loops, SocketSettings.DEFAULT)
                .option(ChannelOption.SO_SNDBUF, SMALL)
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                codec.accept(channel.pipeline(), pool);
                                channel.pipeline().addLast(LastHandler.NAME, new LastHandler());
                            }
                        })
                .connect(server)
                .sync()
                .channel();
    }

    /** More than what comes before the head over HTTP/2: so the head has begun to arrive. */
    private static void readSome(Socket accepted) throws IOException {
        assertThat(accepted.getInputStream().readNBytes(600)).hasSize(600);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aHeadOfHttp1CutShortIsUnsent(Transport transport) throws Exception {
        sendToOneThatLeaves(transport, UnsentIT::http1, request(HUGE));

        assertThat(response.lost).isEqualTo(ConnectionLoss.UNSENT);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aHeadOfHttp1ThatTheKernelTookMayBeProcessed(Transport transport) throws Exception {
        sendToOneThatLeaves(transport, UnsentIT::http1, request(LITTLE));

        assertThat(response.lost).isEqualTo(ConnectionLoss.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aHeadOfHttp2CutShortIsRefusedOrUnsent(Transport transport) throws Exception {
        sendToOneThatLeaves(transport, UnsentIT::http2, request(HUGE));

        assertThat(
                        response.lost == ConnectionLoss.UNSENT
                                || response.aborted == Http2Error.REFUSED_STREAM)
                .as("%s", response.calls)
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aHeadOfHttp2ThatTheKernelTookMayBeProcessed(Transport transport) throws Exception {
        sendToOneThatLeaves(transport, UnsentIT::http2, request(LITTLE));

        assertThat(response.lost).isEqualTo(ConnectionLoss.CLOSED);
    }
}
