package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SIGTERM, and what becomes of connections that are open. {@link DrainIT} does so under load. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ShutdownIT {
    private static final int ANSWERS = 50;
    private static final int LENGTH = 16 * 1024;

    @Test
    void idleHttp2ConnectionIsToldAndEnds() throws IOException {
        try (H2Application application = new H2Application(0, H2Application.says(200));
                Sidecar sidecar = sidecar(application.port());
                H2Client client = new H2Client(sidecar.inbound())) {
            assertThat(client.get(ProfileFile.WEBAPP, "/").head().status()).hasToString("200");

            sidecar.program().terminate();

            client.awaitGoAway();
            client.awaitEnd();
            assertThat(sidecar.end().exit()).isZero();
        }
    }

    @Test
    void answersOnTheirWayArriveWhole() throws IOException {
        Queue<ChannelHandlerContext> waiting = new ConcurrentLinkedQueue<>();
        try (H2Application application = new H2Application(0, (stream, _) -> waiting.add(stream));
                Sidecar sidecar = sidecar(application.port());
                H2Client client = new H2Client(sidecar.inbound())) {
            List<H2Client.Call> calls = new ArrayList<>();
            for (int i = 0; i < ANSWERS; i++) {
                calls.add(client.get(ProfileFile.WEBAPP, "/" + i));
            }
            Await.until("all requests", waiting::size, size -> size == ANSWERS);

            sidecar.program().terminate();
            client.awaitGoAway();
            for (ChannelHandlerContext stream : waiting) {
                H2Application.sayHead(stream, 200, false);
                H2Application.sayBody(stream, LENGTH, true);
            }

            for (H2Client.Call call : calls) {
                assertThat(call.body()).hasSize(LENGTH);
            }
            client.awaitEnd();
            assertThat(sidecar.end().exit()).isZero();
        }
    }

    @Test
    void opaqueConnectionGoesOnUntilItsEnd() throws IOException {
        try (RawServer application = new RawServer();
                Sidecar sidecar = sidecar(application.port());
                RawPeer client = RawPeer.connect(sidecar.inbound())) {
            application.plays(peer -> peer.say(peer.hear(5)));
            client.say("\0one\n");
            assertThat(client.hear(5)).isEqualTo("\0one\n");

            sidecar.program().terminate();
            Await.until(
                    "draining", () -> sidecar.program().output(), log -> log.contains("draining"));
            client.say("\0two\n");

            assertThat(client.hear(5)).isEqualTo("\0two\n");
            assertThat(sidecar.program().isAlive()).isTrue();
            client.end();
            assertThat(client.hearRest()).isEmpty();
            assertThat(sidecar.end().exit()).isZero();
        }
    }

    private static Sidecar sidecar(int port) {
        return Sidecar.Options.PARANOID.service(ProfileFile.WEBAPP).application(port).start();
    }
}
