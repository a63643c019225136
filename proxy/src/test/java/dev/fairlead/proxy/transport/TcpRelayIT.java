package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TcpRelayIT {
    private static final int MIB = 1024 * 1024;
    private static final long BULK = 64L * MIB;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private ServerSocket origin;

    @BeforeEach
    void listen() throws IOException {
        origin = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        origin.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        origin.close();
        threads.shutdownNow();
    }

    private RelayingProxy proxy(Transport transport) throws InterruptedException {
        return new RelayingProxy(transport, (InetSocketAddress) origin.getLocalSocketAddress());
    }

    private Socket accept() throws IOException {
        Socket accepted = origin.accept();
        accepted.setSoTimeout(10_000);
        return accepted;
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] send(Socket to, long seed) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Random random = new Random(seed);
        byte[] chunk = new byte[MIB];
        OutputStream out = to.getOutputStream();
        for (long sent = 0; sent < BULK; sent += chunk.length) {
            random.nextBytes(chunk);
            digest.update(chunk);
            out.write(chunk);
        }
        return digest.digest();
    }

    /**
     * Reads all the bulk, a little at a time, with as much work for each piece as slows it down.
     */
    private static byte[] receiveSlowly(Socket from, Runnable afterEachPiece) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] piece = new byte[16 * 1024];
        InputStream in = from.getInputStream();
        for (long left = BULK; left > 0; ) {
            int read = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                throw new IOException("ended with bytes missing: " + left);
            }
            left -= read;
            digest.update(piece, 0, read);
            afterEachPiece.run();
        }
        return digest.digest();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void relaysBulkBothWaysWithFlatMemory(Transport transport) throws Exception {
        AtomicLong peak = new AtomicLong();
        try (RelayingProxy proxy = proxy(transport);
                Socket client = proxy.connectNarrowly();
                Socket server = accept()) {
            Runnable watch = () -> peak.accumulateAndGet(proxy.directMemory(), Math::max);

            Future<byte[]> up = threads.submit(() -> send(client, 1));
            Future<byte[]> down = threads.submit(() -> send(server, 2));
            Future<byte[]> gotUp = threads.submit(() -> receiveSlowly(server, watch));
            Future<byte[]> gotDown = threads.submit(() -> receiveSlowly(client, watch));

            assertThat(gotUp.get(60, TimeUnit.SECONDS)).isEqualTo(up.get());
            assertThat(gotDown.get(60, TimeUnit.SECONDS)).isEqualTo(down.get());
            assertThat(peak).hasValueLessThan(MIB);

            client.shutdownOutput();
            assertThat(server.getInputStream().read()).isEqualTo(-1);
            server.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            eventually(() -> proxy.clients.closed.size() == 1 && proxy.directMemory() == 0);
            assertThat(proxy.clients.read).hasValue(BULK);
            assertThat(proxy.clients.written).hasValue(BULK);
            assertThat(proxy.servers.read).hasValue(BULK);
            assertThat(proxy.clients.closed).containsExactly("");
            eventually(() -> proxy.servers.closed.size() == 1);
            assertThat(proxy.servers.closed).containsExactly("");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void stopsReadingWhenNobodyTakesTheBytes(Transport transport) throws Exception {
        AtomicLong sent = new AtomicLong();
        try (RelayingProxy proxy = proxy(transport);
                Socket client = proxy.connect();
                Socket server = accept()) {
            server.setReceiveBufferSize(64 * 1024);
            Callable<Void> endless =
                    () -> {
                        byte[] chunk = new byte[64 * 1024];
                        while (sent.get() < BULK * 4) {
                            client.getOutputStream().write(chunk);
                            sent.addAndGet(chunk.length);
                        }
                        return null;
                    };
            Future<Void> sending = threads.submit(endless);

            // a write that waits holds exactly what was read last
            eventually(() -> proxy.directMemory() > 0 && sent.get() > MIB);
            assertThat(proxy.directMemory()).isLessThan(MIB);

            var _ =
                    threads.submit(() ->
                            server.getInputStream().transferTo(OutputStream.nullOutputStream()));
            sending.get(60, TimeUnit.SECONDS);
            eventually(() -> proxy.servers.written.get() == BULK * 4);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void serverMaySpeakFirst(Transport transport) throws Exception {
        try (RelayingProxy proxy = proxy(transport);
                Socket client = proxy.connect();
                Socket server = accept()) {
            server.getOutputStream().write(ascii("220 ready"));

            assertThat(client.getInputStream().readNBytes(9)).isEqualTo(ascii("220 ready"));
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void serverAnswersAfterTheClientsHalfClose(Transport transport) throws Exception {
        try (RelayingProxy proxy = proxy(transport);
                Socket client = proxy.connect();
                Socket server = accept()) {
            client.getOutputStream().write(ascii("question"));
            client.shutdownOutput();

            assertThat(server.getInputStream().readAllBytes()).isEqualTo(ascii("question"));
            server.getOutputStream().write(ascii("answer"));
            server.shutdownOutput();

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(ascii("answer"));
            eventually(() -> proxy.clients.closed.size() == 1);
            eventually(() -> proxy.servers.closed.size() == 1);
            assertThat(proxy.clients.closed).containsExactly("");
            assertThat(proxy.servers.closed).containsExactly("");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void slowClientThatHalfClosedGetsAllOfALongAnswer(Transport transport) throws Exception {
        AtomicLong peak = new AtomicLong();
        try (RelayingProxy proxy = proxy(transport);
                Socket client = proxy.connectNarrowly();
                Socket server = accept()) {
            client.getOutputStream().write(ascii("question"));
            client.shutdownOutput();
            assertThat(server.getInputStream().readAllBytes()).isEqualTo(ascii("question"));
            Runnable watch = () -> peak.accumulateAndGet(proxy.directMemory(), Math::max);

            Future<byte[]> sent = threads.submit(() -> send(server, 4));

            assertThat(receiveSlowly(client, watch)).isEqualTo(sent.get(60, TimeUnit.SECONDS));
            assertThat(peak).hasValueLessThan(MIB);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void clientMaySendAfterTheServersHalfClose(Transport transport) throws Exception {
        try (RelayingProxy proxy = proxy(transport);
                Socket client = proxy.connect();
                Socket server = accept()) {
            server.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);

            client.getOutputStream().write(ascii("still here"));
            client.shutdownOutput();

            assertThat(server.getInputStream().readAllBytes()).isEqualTo(ascii("still here"));
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void bytesBeforeAHalfCloseArriveInFull(Transport transport) throws Exception {
        byte[] much = new byte[4 * MIB];
        new Random(3).nextBytes(much);
        try (RelayingProxy proxy = proxy(transport);
                Socket client = proxy.connect();
                Socket server = accept()) {
            Future<Void> sending =
                    threads.submit(() -> {
                        client.getOutputStream().write(much);
                        client.shutdownOutput();
                        return null;
                    });
            sending.get(60, TimeUnit.SECONDS);

            assertThat(server.getInputStream().readAllBytes()).isEqualTo(much);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void resetOfTheClientResetsTheServer(Transport transport) throws Exception {
        try (RelayingProxy proxy = proxy(transport);
                Socket client = proxy.connect();
                Socket server = accept()) {
            client.getOutputStream().write('a');
            assertThat(server.getInputStream().read()).isEqualTo('a');

            reset(client);

            assertReset(server);
            eventually(() -> proxy.clients.closed.size() == 1 && proxy.servers.closed.size() == 1);
            assertThat(proxy.clients.closed).containsExactly("ECONNRESET");
            assertThat(proxy.servers.closed).containsExactly("");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void resetOfTheServerResetsTheClient(Transport transport) throws Exception {
        try (RelayingProxy proxy = proxy(transport);
                Socket client = proxy.connect();
                Socket server = accept()) {
            server.getOutputStream().write('a');
            assertThat(client.getInputStream().read()).isEqualTo('a');

            reset(server);

            assertReset(client);
            eventually(() -> proxy.clients.closed.size() == 1 && proxy.servers.closed.size() == 1);
            assertThat(proxy.servers.closed).containsExactly("ECONNRESET");
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void refusedConnectResetsTheClient(Transport transport) throws Exception {
        try (RelayingProxy proxy = proxy(transport)) {
            origin.close();

            Socket client = proxy.connect();

            assertReset(client);
            eventually(() -> proxy.clients.closed.size() == 1);
            assertThat(proxy.servers.opened).hasValue(0);
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void manyConnectionsAtOnceKeepTheirBytesApart(Transport transport) throws Exception {
        var _ =
                threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        Socket accepted = accept();
                        var _ = threads.submit(() -> echo(accepted));
                    }
                    return null;
                });
        try (RelayingProxy proxy = proxy(transport)) {
            CountDownLatch done = new CountDownLatch(50);
            for (int i = 0; i < 50; i++) {
                byte[] mine = ascii("connection " + i + " ".repeat(i * 100));
                var _ = threads.submit(() -> expectEcho(proxy, mine, done));
            }

            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            eventually(() -> proxy.servers.closed.size() == 50 && proxy.directMemory() == 0);
        }
    }

    private static Void echo(Socket accepted) throws IOException {
        try (accepted) {
            accepted.getInputStream().transferTo(accepted.getOutputStream());
            return null;
        }
    }

    private static Void expectEcho(RelayingProxy proxy, byte[] mine, CountDownLatch done)
            throws IOException {
        try (Socket client = proxy.connect()) {
            client.getOutputStream().write(mine);
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(mine);
            done.countDown();
            return null;
        }
    }
}
