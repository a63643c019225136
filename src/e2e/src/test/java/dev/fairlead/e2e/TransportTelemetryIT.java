package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a pair of sidecars counts of connections and of their bytes. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class TransportTelemetryIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String HELLO = "\0custom tcp hello\n";
    private static final String BYE = "\0custom tcp bye";
    private static final String[] INBOUND_DST = {
        "direction", "inbound", "peer", "dst", "tls", "no_identity", "no_tls_reason", "loopback"
    };
    private static final String[] OUTBOUND_DST = {
        "direction", "outbound", "peer", "dst", "authority", ProfileFile.WEBAPP
    };

    @TempDir private static Path folder;

    @AutoClose private static RawServer application;
    @AutoClose private static SidecarPair sidecars;

    private Readings client;
    private Readings server;

    @BeforeAll
    static void start() {
        application = new RawServer();
        Sidecar.Options options =
                Sidecar.Options.PARANOID
                        .with("LINKERD2_PROXY_INBOUND_HTTP1_CONNECTION_POOL_IDLE_TIMEOUT", "2s")
                        .with("LINKERD2_PROXY_OUTBOUND_HTTP1_CONNECTION_POOL_IDLE_TIMEOUT", "2s");
        sidecars = SidecarPair.start(options, folder, ProfileFile.WEBAPP, application.port());
    }

    /** Nothing of the test before is open any more. */
    @BeforeEach
    void count() {
        for (Sidecar sidecar : List.of(sidecars.client(), sidecars.server())) {
            sidecar.awaitCounts(
                    "no connection is open",
                    counts ->
                            counts.sum("tcp_open_connections", "peer", "dst") == 0
                                    && counts.sum("tcp_open_connections", outboundSource()) == 0
                                    && counts.sum("tcp_open_connections", inboundSource()) == 0);
        }
        client = Readings.of(sidecars.client());
        server = Readings.of(sidecars.server());
    }

    private static String[] inboundSource() {
        String target = "127.0.0.1:" + application.port();
        return new String[] {"direction", "inbound", "peer", "src", "target_addr", target};
    }

    private static String[] outboundSource() {
        return new String[] {
            "direction",
            "outbound",
            "peer",
            "src",
            "tls",
            "no_identity",
            "no_tls_reason",
            "loopback"
        };
    }

    private static String[] clean(String... labels) {
        String[] clean = Arrays.copyOf(labels, labels.length + 2);
        clean[labels.length] = "errno";
        clean[labels.length + 1] = "";
        return clean;
    }

    private static void get(RawPeer peer) throws IOException {
        peer.say("GET / HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(ProfileFile.WEBAPP));
        assertThat(peer.hear().body()).isEqualTo("ok");
    }

    /** Two requests on one connection use one connection each way; its end is clean. */
    @Test
    void connectionsOfHttpAreCounted() throws IOException {
        application.answers(OK);
        try (RawPeer peer = RawPeer.connect(sidecars.client().outbound())) {
            get(peer);
            get(peer);
        }

        client.awaitSum(1, "tcp_close_total", clean(outboundSource()));
        client.awaitSum(1, "tcp_close_total", clean(OUTBOUND_DST));
        server.awaitSum(1, "tcp_close_total", clean(inboundSource()));
        server.awaitSum(1, "tcp_close_total", clean(INBOUND_DST));
        assertThat(client.sum("tcp_open_total", outboundSource())).isEqualTo(1);
        assertThat(client.sum("tcp_open_total", OUTBOUND_DST)).isEqualTo(1);
        assertThat(server.sum("tcp_open_total", inboundSource())).isEqualTo(1);
        assertThat(server.sum("tcp_open_total", INBOUND_DST)).isEqualTo(1);
    }

    @Test
    void connectionsOfBytesAreCounted() throws IOException {
        exchangeBytes();

        server.awaitSum(1, "tcp_close_total", clean(inboundSource()));
        server.awaitSum(1, "tcp_close_total", clean(INBOUND_DST));
        assertThat(server.sum("tcp_open_total", inboundSource())).isEqualTo(1);
        assertThat(server.sum("tcp_open_total", INBOUND_DST)).isEqualTo(1);
    }

    @Test
    void everyByteIsCounted() throws IOException {
        exchangeBytes();

        server.awaitSum(HELLO.length(), "tcp_read_bytes_total", inboundSource());
        server.awaitSum(HELLO.length(), "tcp_write_bytes_total", INBOUND_DST);
        server.awaitSum(BYE.length(), "tcp_read_bytes_total", INBOUND_DST);
        server.awaitSum(BYE.length(), "tcp_write_bytes_total", inboundSource());
    }

    private static void exchangeBytes() throws IOException {
        application.plays(peer -> {
            peer.hear(HELLO.length());
            peer.say(BYE);
        });
        try (RawPeer peer = RawPeer.connect(sidecars.server().inbound())) {
            peer.say(HELLO);
            assertThat(peer.hear(BYE.length())).isEqualTo(BYE);
        }
    }

    @Test
    void openConnectionsOfBytesComeAndGo() throws IOException {
        application.plays(peer -> peer.say(peer.hear(HELLO.length())));
        for (int round = 0; round < 2; round++) {
            try (RawPeer peer = RawPeer.connect(sidecars.server().inbound())) {
                peer.say(HELLO);
                peer.hear(HELLO.length());
                assertThat(server.sum("tcp_open_connections", inboundSource())).isEqualTo(1);
                assertThat(server.sum("tcp_open_connections", INBOUND_DST)).isEqualTo(1);
            }
            server.awaitSum(0, "tcp_open_connections", inboundSource());
            server.awaitSum(0, "tcp_open_connections", INBOUND_DST);
        }
    }

    @Test
    void openConnectionsOfHttpComeAndGo() throws IOException {
        application.answers(OK);
        for (int round = 0; round < 2; round++) {
            try (RawPeer peer = RawPeer.connect(sidecars.client().outbound())) {
                get(peer);
                assertThat(client.sum("tcp_open_connections", outboundSource())).isEqualTo(1);
                assertThat(client.sum("tcp_open_connections", OUTBOUND_DST)).isEqualTo(1);
                assertThat(server.sum("tcp_open_connections", inboundSource())).isEqualTo(1);
            }
            client.awaitSum(0, "tcp_open_connections", outboundSource());
            client.awaitSum(0, "tcp_open_connections", OUTBOUND_DST);
            server.awaitSum(0, "tcp_open_connections", inboundSource());
        }
    }
}
