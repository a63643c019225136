package dev.fairlead.proxy.http;

import static dev.fairlead.proxy.http.FakeExchanges.head;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.proxy.transport.LastHandler;
import dev.fairlead.proxy.transport.SocketSettings;
import dev.fairlead.proxy.transport.Transport;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only a kernel can show: resets, half-closes, and answers to clients that still send. */
@Timeout(30)
class H1SocketIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    /** A listener whose requests are all answered by {@link FakeExchanges}. */
    private static final class Listening implements AutoCloseable {
        private final EventLoopGroup loops;
        private final Channel listener;

        Listening(Transport transport, FakeExchanges exchanges) throws InterruptedException {
            loops = transport.loops(1);
            SocketSettings settings =
                    new SocketSettings(
                            128,
                            Duration.ofSeconds(5),
                            Duration.ZERO,
                            Duration.ZERO,
                            new UnpooledByteBufAllocator(true));
            listener =
                    transport
                            .server(loops, settings)
                            .childHandler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel channel) {
                                            Http1Codecs.addServer(
                                                    channel.pipeline(),
                                                    H1Wire.LIMITS,
                                                    H1Wire.HEAD_TIMEOUT,
                                                    exchanges);
                                            channel.pipeline()
                                                    .addLast(LastHandler.NAME, new LastHandler());
                                        }
                                    })
                            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .sync()
                            .channel();
        }

        Socket connect() throws IOException {
            InetSocketAddress address = (InetSocketAddress) listener.localAddress();
            return new Socket(address.getAddress(), address.getPort());
        }

        @Override
        public void close() {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String rest(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aClientThatStillSendsReadsItsEarlyAnswer(Transport transport) throws Exception {
        FakeExchanges exchanges = new FakeExchanges();
        exchanges.atOnce = response -> response.head(head(413), true);

        try (Listening server = new Listening(transport, exchanges);
                Socket client = server.connect()) {
            send(
                    client,
                    GET.replace("GET", "POST")
                            .replace(
                                    "Host: h",
                                    "Host: h\r\nConnection: close\r\nContent-Length: 100000000"));
            send(client, "a".repeat(4_000_000));

            assertThat(rest(client)).startsWith("HTTP/1.1 413 ");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aClientReadsThatItsHeadIsTooLarge(Transport transport) throws Exception {
        try (Listening server = new Listening(transport, new FakeExchanges());
                Socket client = server.connect()) {
            send(client, "GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(1_000_000));

            assertThat(rest(client)).startsWith("HTTP/1.1 431 ");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aClientThatHasEndedItsSideGetsAllItsAnswers(Transport transport) throws Exception {
        FakeExchanges exchanges = new FakeExchanges();
        exchanges.atOnce = response -> response.head(head(200), true);

        try (Listening server = new Listening(transport, exchanges);
                Socket client = server.connect()) {
            send(client, GET.repeat(500));
            client.shutdownOutput();

            assertThat(rest(client).split("HTTP/1.1 200 OK", -1)).hasSize(501);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aResetCallsTheRequestOff(Transport transport) throws Exception {
        CompletableFuture<Object> asked = new CompletableFuture<>();
        FakeExchanges exchanges = new FakeExchanges();
        exchanges.atOnce = response -> asked.complete(response);

        try (Listening server = new Listening(transport, exchanges)) {
            Socket client = server.connect();
            send(client, GET);
            assertThat(asked.get(10, TimeUnit.SECONDS)).isNotNull();
            client.setSoLinger(true, 0);
            client.close();

            exchanges.request(0).whenEnded.get(10, TimeUnit.SECONDS);
            assertThat(exchanges.request(0).aborted).isNotNull();
        }
    }
}
