package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that others have written, before servers that fail half the time. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class RealClientsRetryIT {
    private static final String SERVICE = Outbound.service("real");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CALLS = 100;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--http1.0", "--http1.1", "--http2-prior-knowledge"})
    void postOfCurlIsRetried(String version) {
        RealTools.need("a retried POST from curl", "curl");
        Path body = ProfileFile.write(folder.resolve("body"), "0123456789".repeat(90));
        try (RudeServer server = new RudeServer(Ledger.ofCounts());
                Sidecar sidecar = sidecar(server.port())) {
            server.otherwise(Choice.odd(Conduct.answers(503, "no"), Conduct.succeeds()));

            String said =
                    Program.output(
                            LIMIT,
                            "curl",
                            "--silent",
                            "--show-error",
                            version,
                            "--connect-to",
                            "::127.0.0.1:" + sidecar.outbound(),
                            "--data-binary",
                            "@" + body,
                            "http://" + SERVICE + "/again");

            assertThat(said.strip()).isEqualTo("done");
            assertThat(server.ledger().requests()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"20000, 16, false", "5000, 1, true"})
    void h2loadSeesNoFailures(int requests, int streams, boolean http1) {
        RealTools.need("retried load from h2load", "h2load");
        try (RudeServer server = new RudeServer(Ledger.ofCounts());
                Sidecar sidecar = sidecar(server.port())) {
            server.otherwise(Choice.odd(Conduct.answers(503, "no"), Conduct.succeeds()));
            H2load h2load = new H2load(requests, 8, streams);

            (http1 ? h2load.http1() : h2load)
                    .run(sidecar.outbound(), SERVICE, "/again")
                    .assertAllOk(requests);

            Counts counts =
                    sidecar.awaitCounts(
                            "all responses", now -> now.sum("route_response_total") == requests);
            assertThat(counts.sum("route_actual_request_total"))
                    .isEqualTo(server.ledger().requests());
            assertThat(server.ledger().answers(200)).isEqualTo(requests);
        }
    }

    @Test
    void unaryCallsOfGrpcAreRetriedAndStreamsAreNot() throws IOException {
        try (FailingGrpcServer server = new FailingGrpcServer();
                Sidecar sidecar = sidecar(server.port())) {
            ManagedChannel channel =
                    NettyChannelBuilder.forAddress("127.0.0.1", sidecar.outbound())
                            .usePlaintext()
                            .overrideAuthority(SERVICE)
                            .disableRetry()
                            .build();
            try {
                TestServiceGrpc.TestServiceBlockingStub calls =
                        TestServiceGrpc.newBlockingStub(channel);

                for (int i = 0; i < CALLS; i++) {
                    assertThat(calls.unaryCall(SimpleRequest.getDefaultInstance()).getUsername())
                            .isEqualTo("done");
                }
                assertBreaksBehindFirstMessage(calls);
            } finally {
                channel.shutdownNow();
            }
            assertThat(server.unaryCalls()).isEqualTo(2 * CALLS);
            assertThat(server.streams()).isEqualTo(1);
        }
    }

    private static void assertBreaksBehindFirstMessage(
            TestServiceGrpc.TestServiceBlockingStub calls) {
        Iterator<StreamingOutputCallResponse> stream =
                calls.streamingOutputCall(StreamingOutputCallRequest.getDefaultInstance());

        assertThat(stream.next()).isEqualTo(StreamingOutputCallResponse.getDefaultInstance());
        assertThatThrownBy(stream::hasNext).hasMessage("UNAVAILABLE: broken");
    }

    /** So many retries that none of the requests fails in the end. */
    private Sidecar sidecar(int port) {
        ProfileFile profile =
                ProfileFile.of(SERVICE)
                        .route("gets", "GET", "/.*")
                        .with("isRetryable", true)
                        .with("maxRetries", 25)
                        .with("retryBackoff", "{min: 1ms, max: 2ms}")
                        .route("posts", "POST", "/.*")
                        .with("isRetryable", true)
                        .budget(3, 10_000, "10s");
        return new Outbound(folder).knows(profile, port).lightly().start();
    }
}
