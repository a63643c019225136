package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while there is traffic: what was accepted is answered, then nothing is left. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class DrainIT {
    private static final int CLIENTS = 16;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void requestsUnderHttp1LoadAreAnsweredBeforeTheEnd() throws Exception {
        try (FastApplication application = new FastApplication();
                Sidecar sidecar = sidecar(application);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int port = sidecar.inbound();
            int admin = sidecar.admin();
            List<Callable<Integer>> clients =
                    IntStream.range(0, CLIENTS)
                            .<Callable<Integer>>mapToObj(_ -> () -> ask(port))
                            .toList();
            List<Future<Integer>> running = clients.stream().map(threads::submit).toList();
            sidecar.awaitCounts("load", counts -> counts.sum("route_response_total") > 1000);

            Program.Ended ended = sidecar.end();

            assertThat(ended.exit()).isZero();
            int answers = 0;
            for (Future<Integer> client : running) {
                answers += client.get();
            }
            assertThat(answers).isEqualTo(Math.toIntExact(application.answered()));
            assertThat(Applications.accepts(port)).isFalse();
            assertThat(Applications.accepts(admin)).isFalse();
        }
    }

    @Test
    void requestsUnderHttp2LoadAreAnsweredBeforeTheEnd() {
        RealTools.need("a drain under h2load", "h2load");

        try (FastApplication application = new FastApplication();
                Sidecar sidecar = sidecar(application)) {
            int port = sidecar.inbound();
            List<String> options = List.of("--clients=4", "--max-concurrent-streams=8");
            try (Program load = H2load.forSeconds(8, options, port, ProfileFile.WEBAPP)) {
                sidecar.awaitCounts("load", counts -> counts.sum("route_response_total") > 1000);

                Program.Ended ended = sidecar.end();

                assertThat(ended.exit()).isZero();
                assertThat(Applications.accepts(port)).isFalse();
                H2load.Result result = H2load.Result.of(load.awaitEnd(LIMIT).output());
                assertThat(result.ok()).as(result.output()).isEqualTo(application.answered());
            }
        }
    }

    @Test
    void transferUnderWayIsFinished() throws Exception {
        try (FastApplication application = new FastApplication();
                Sidecar sidecar = sidecar(application);
                Http1Connection client = new Http1Connection(sidecar.inbound())) {
            int length = 64 << 20;
            client.send(
                    "GET /stuff/%d HTTP/1.1\r\nHost: %s\r\n\r\n"
                            .formatted(length, ProfileFile.WEBAPP));
            Await.until("the body is coming", application::pushed, pushed -> pushed > 0);

            sidecar.program().terminate();
            Await.until(
                    "draining", () -> sidecar.program().output(), log -> log.contains("draining"));
            Http1Connection.Answer answer = client.receive();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).hasSize(length);
            assertThat(client.awaitEnd()).isEmpty();
            assertThat(sidecar.end().exit()).isZero();
        }
    }

    @Test
    void idleConnectionsAreClosedAtOnce() throws IOException {
        try (FastApplication application = new FastApplication();
                Sidecar sidecar = sidecar(application);
                Http1Connection client = new Http1Connection(sidecar.inbound());
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), sidecar.inbound())) {
            assertThat(client.get(ProfileFile.WEBAPP, "/books/1").status()).isEqualTo(200);

            Program.Ended ended = sidecar.end();

            assertThat(ended.exit()).isZero();
            assertThat(client.awaitEnd()).isEmpty();
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Sidecar sidecar(FastApplication application) {
        Path profile =
                ProfileFile.of(ProfileFile.WEBAPP)
                        .route("a book", "GET", "/books/[0-9]+")
                        .writeTo(folder.resolve("webapp.yaml"));
        return Sidecar.Options.PARANOID
                .profiles(profile)
                .service(ProfileFile.WEBAPP)
                .application(application.port())
                .start();
    }

    /**
     * Asks as long as the connection lives, and gives how many answers came. The last one says that
     * it is the last, or else the connection ends between two requests.
     */
    private static int ask(int port) throws IOException {
        int answers = 0;
        try (Http1Connection connection = new Http1Connection(port)) {
            boolean open = true;
            while (open) {
                Optional<Http1Connection.Answer> answer = next(connection);
                answers += answer.isPresent() ? 1 : 0;
                open = answer.isPresent() && !answer.get().header("connection").equals("close");
                answer.ifPresent(last -> assertThat(last.status()).isEqualTo(200));
            }
        }
        return answers;
    }

    private static Optional<Http1Connection.Answer> next(Http1Connection connection) {
        try {
            return Optional.of(connection.get(ProfileFile.WEBAPP, "/books/1"));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
