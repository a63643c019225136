package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests behind real redirects, as in a pod. They need a network namespace in which this process may
 * use iptables: {@link RedirectIT} makes one and runs {@link #main} in it.
 *
 * <p>What comes from one address of the loopback network counts as the application's own
 * connection, what comes from another one as a stranger's.
 */
final class RedirectedTraffic {
    private static final String APPLICATION = "127.0.0.9";
    private static final String STRANGER = "127.0.0.8";
    private static final String OURS = "127.0.0.1";
    private static final String NOT_OURS = "127.0.0.5";
    private static final String HELLO = "\0custom tcp hello\n";
    private static final String BYE = "\0custom tcp bye";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RawServer server;
    private final ServerSocket opaque;
    private final Sidecar sidecar;

    private RedirectedTraffic(RawServer server, ServerSocket opaque, Sidecar sidecar) {
        this.server = server;
        this.opaque = opaque;
        this.sidecar = sidecar;
    }

    /** Runs every test and prints, between two lines of its name, what went wrong. */
    public static void main(String[] args) throws IOException {
        Path endpoints = Files.createTempFile("endpoints", ".yaml");
        ProfileFile.write(endpoints, "{}");
        try (RawServer server = new RawServer();
                ServerSocket opaque = new ServerSocket(0, 10, InetAddress.ofLiteral(OURS));
                Sidecar sidecar = sidecar(opaque.getLocalPort(), endpoints)) {
            redirect(APPLICATION, sidecar.outbound());
            redirect(STRANGER, sidecar.inbound());
            RedirectedTraffic tests = new RedirectedTraffic(server, opaque, sidecar);
            names().forEach(tests::run);
        } finally {
            Files.delete(endpoints);
        }
    }

    /** The tests, by name. */
    static List<String> names() {
        return Arrays.stream(RedirectedTraffic.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .sorted()
                .toList();
    }

    private static Sidecar sidecar(int opaquePort, Path endpoints) {
        return Sidecar.Options.PARANOID
                .endpoints(endpoints)
                .with("LINKERD2_PROXY_INBOUND_IPS", OURS)
                .with("LINKERD2_PROXY_INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION", opaquePort)
                .with("LINKERD2_PROXY_OUTBOUND_DETECT_TIMEOUT", "300ms")
                .expecting("connection refused")
                .expecting("hardware address")
                .expecting("request failed")
                .start();
    }

    private static void redirect(String source, int port) {
        String rule =
                "iptables -t nat -A OUTPUT -p tcp -s %s -j REDIRECT --to-ports %d"
                        .formatted(source, port);
        Program.output(LIMIT, rule.split(" ", -1));
    }

    private void run(String name) {
        try {
            RedirectedTraffic.class.getDeclaredMethod(name).invoke(this);
            System.out.println("passed " + name);
        } catch (InvocationTargetException e) {
            System.out.println("failed " + name);
            e.getTargetException().printStackTrace(System.out);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        System.out.println("end of " + name);
    }

    /** Connects from one address to another, which iptables redirects. */
    private static RawPeer connect(String from, String to, int port) throws IOException {
        return new RawPeer(
                new Socket(InetAddress.ofLiteral(to), port, InetAddress.ofLiteral(from), 0));
    }

    private void assertBytesPass(String from) throws IOException {
        server.plays(peer -> {
            assertThat(peer.hear(HELLO.length())).isEqualTo(HELLO);
            peer.say(BYE);
        });
        try (RawPeer peer = connect(from, OURS, server.port())) {
            peer.say(HELLO);
            assertThat(peer.hear(BYE.length())).isEqualTo(BYE);
        }
    }

    @Test
    void bytesPassOutbound() throws IOException {
        assertBytesPass(APPLICATION);
    }

    @Test
    void bytesPassInbound() throws IOException {
        assertBytesPass(STRANGER);
    }

    private void assertServerSpeaksFirst(String from) throws IOException {
        try (RawPeer peer = connect(from, OURS, opaque.getLocalPort());
                RawPeer first = new RawPeer(opaque.accept())) {
            first.say(HELLO);
            assertThat(peer.hear(HELLO.length())).isEqualTo(HELLO);
            peer.say(BYE);
            assertThat(first.hear(BYE.length())).isEqualTo(BYE);
        }
    }

    /** Once the client has been silent for as long as detection waits. */
    @Test
    void serverSpeaksFirstOutbound() throws IOException {
        assertServerSpeaksFirst(APPLICATION);
    }

    @Test
    void serverSpeaksFirstInbound() throws IOException {
        assertServerSpeaksFirst(STRANGER);
    }

    @Test
    void endOfTheClientReachesTheServer() throws IOException {
        try (RawPeer peer = connect(STRANGER, OURS, opaque.getLocalPort());
                RawPeer other = new RawPeer(opaque.accept())) {
            peer.say(HELLO);
            peer.end();

            assertThat(other.hearRest()).isEqualTo(HELLO);
            other.say(BYE);
            other.end();
            assertThat(peer.hearRest()).isEqualTo(BYE);
        }
    }

    @Test
    void addressOfNobodyIsForwardedTo() throws IOException {
        server.answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        List<String> heads =
                List.of(
                        "GET /a HTTP/1.1\r\nHost: nobody.example\r\n\r\n",
                        "GET http://nobody.example/a HTTP/1.1\r\nHost: nobody.example\r\n\r\n",
                        "GET /a HTTP/1.0\r\n\r\n");
        for (String head : heads) {
            try (RawPeer peer = connect(APPLICATION, OURS, server.port())) {
                peer.say(head);
                assertThat(peer.hear().body()).as(head).isEqualTo("ok");
            }
        }

        assertThat(server.requests())
                .extracting(RawPeer.Message::start)
                .containsExactly(
                        "GET /a HTTP/1.1",
                        "GET http://nobody.example/a HTTP/1.1",
                        "GET /a HTTP/1.0");
        assertThat(server.requests())
                .extracting(request -> request.field("host"))
                .containsExactly("nobody.example", "nobody.example", "");
    }

    /** Without a redirect, and without an application to stand before, it leads nowhere. */
    @Test
    void connectionToTheProxyItselfIsClosed() throws IOException {
        Readings readings = Readings.of(sidecar);

        assertClosed(OURS, OURS, sidecar.inbound());

        readings.awaitSum(
                1,
                "inbound_tcp_errors_total",
                "error",
                "unexpected",
                "target_addr",
                OURS + ":" + sidecar.inbound());
    }

    @Test
    void addressThatIsNotOursIsRefused() throws IOException {
        Readings readings = Readings.of(sidecar);

        assertClosed(STRANGER, NOT_OURS, server.port());

        readings.awaitSum(
                1,
                "inbound_tcp_errors_total",
                "error",
                "unexpected",
                "target_addr",
                NOT_OURS + ":" + server.port());
    }

    private static void assertClosed(String from, String to, int port) throws IOException {
        try (RawPeer silent = connect(from, to, port)) {
            assertThat(silent.hearRest()).isEmpty();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private String[] labels(String peer) {
        String target = OURS + ":" + server.port();
        return new String[] {"direction", "outbound", "peer", peer, "target_addr", target};
    }

    @Test
    void bytesOutboundAreCounted() throws IOException {
        Readings readings = Readings.of(sidecar);

        assertBytesPass(APPLICATION);

        for (String peer : List.of("src", "dst")) {
            readings.awaitSum(1, "tcp_close_total", labels(peer));
            assertThat(readings.sum("tcp_open_total", labels(peer))).as(peer).isEqualTo(1);
        }
        readings.awaitSum(HELLO.length(), "tcp_read_bytes_total", labels("src"));
        readings.awaitSum(HELLO.length(), "tcp_write_bytes_total", labels("dst"));
        readings.awaitSum(BYE.length(), "tcp_read_bytes_total", labels("dst"));
        readings.awaitSum(BYE.length(), "tcp_write_bytes_total", labels("src"));
    }

    @Test
    void openConnectionsComeAndGo() throws IOException {
        server.plays(peer -> peer.say(peer.hear(HELLO.length())));
        Readings readings = Readings.of(sidecar);
        for (int round = 0; round < 2; round++) {
            try (RawPeer peer = connect(APPLICATION, OURS, server.port())) {
                peer.say(HELLO);
                peer.hear(HELLO.length());
                assertThat(readings.sum("tcp_open_connections", labels("src"))).isEqualTo(1);
                assertThat(readings.sum("tcp_open_connections", labels("dst"))).isEqualTo(1);
            }
            readings.awaitSum(0, "tcp_open_connections", labels("src"));
            readings.awaitSum(0, "tcp_open_connections", labels("dst"));
        }
    }
}
