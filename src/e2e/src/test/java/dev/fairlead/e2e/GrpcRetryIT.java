package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of gRPC that fail: where their status may stand, and when it comes too late. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class GrpcRetryIT {
    private static final String SERVICE = Outbound.service("calls");
    private static final String PATH = "/shop.Shop/Buy";
    private static final int UNAVAILABLE = 14;

    @TempDir static Path folder;

    private static final RudeServer SERVER = new RudeServer(new Ledger());
    private static Sidecar sidecar;

    private final Question question = Question.grpc(SERVICE, PATH, Body.streamed(100, 100));
    private Caller client;

    @BeforeAll
    static void start() {
        sidecar =
                new Outbound(folder)
                        .knows(
                                ProfileFile.of(SERVICE)
                                        .route("buy", "POST", "/shop\\.Shop/.*")
                                        .with("isRetryable", true)
                                        .budget(1, 1000, "10s"),
                                SERVER.port())
                        .start();
    }

    @AfterAll
    static void end() {
        try (SERVER) {
            sidecar.close();
        }
    }

    @BeforeEach
    void connect() {
        client = Wire.HTTP_2.caller(sidecar.outbound());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private int times() {
        return SERVER.ledger().times(question.id());
    }

    @Test
    void retriesFailureInHeaders() {
        SERVER.on(PATH, Choice.first(GrpcConduct.inHead(UNAVAILABLE), GrpcConduct.inHead(0)));

        assertThat(client.call(question).header("grpc-status")).isEqualTo("0");
        assertThat(times()).isEqualTo(2);
    }

    @Test
    void retriesFailureInTrailers() {
        SERVER.on(
                PATH,
                Choice.first(
                        GrpcConduct.afterEmptyBody(UNAVAILABLE), GrpcConduct.afterEmptyBody(0)));

        assertThat(client.call(question).trailers()).containsEntry("grpc-status", "0");
        assertThat(times()).isEqualTo(2);
    }

    @Test
    void doesNotRetrySuccessInTrailers() {
        SERVER.on(PATH, GrpcConduct.afterMessages(0, 1));

        Reply reply = client.call(question);

        assertThat(reply.body().bytes()).isEqualTo(100);
        assertThat(reply.trailers()).containsEntry("grpc-status", "0");
        assertThat(times()).isEqualTo(1);
    }

    @Test
    void doesNotEatMultipleDataFrameBody() {
        SERVER.on(PATH, GrpcConduct.afterMessages(0, 2));

        Reply reply = client.call(question);

        assertThat(reply.body().bytes()).isEqualTo(200);
        assertThat(reply.trailers()).containsEntry("grpc-status", "0");
        assertThat(times()).isEqualTo(1);
    }

    @Test
    void doesNotRetryFailureBehindMessage() {
        SERVER.on(
                PATH,
                Choice.first(
                        GrpcConduct.afterMessages(UNAVAILABLE, 1),
                        GrpcConduct.afterMessages(0, 1)));

        Reply reply = client.call(question);

        assertThat(reply.body().bytes()).isEqualTo(100);
        assertThat(reply.grpcStatus()).isEqualTo("14");
        assertThat(times()).isEqualTo(1);
    }

    /** What the classification calls failures, and what it does not. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 6, 8, 9, 10, 11, 12, 16})
    void doesNotRetryStatusThatIsNoFailure(int status) {
        SERVER.on(PATH, Choice.first(GrpcConduct.inHead(status), GrpcConduct.inHead(0)));

        assertThat(client.call(question).grpcStatus()).isEqualTo(Integer.toString(status));
        assertThat(times()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 7, 13, 14, 15})
    void retriesStatusThatIsFailure(int status) {
        SERVER.on(PATH, Choice.first(GrpcConduct.inHead(status), GrpcConduct.inHead(0)));

        assertThat(client.call(question).grpcStatus()).isEqualTo("0");
        assertThat(times()).isEqualTo(2);
    }

    @Test
    void retriesAfterPushback() {
        SERVER.on(
                PATH, Choice.first(GrpcConduct.pushesBack(UNAVAILABLE, 20), GrpcConduct.inHead(0)));

        assertThat(client.call(question).grpcStatus()).isEqualTo("0");
        assertThat(times()).isEqualTo(2);
    }

    @Test
    void doesNotRetryWhenServerAsksForNone() {
        SERVER.on(
                PATH, Choice.first(GrpcConduct.pushesBack(UNAVAILABLE, -1), GrpcConduct.inHead(0)));

        assertThat(client.call(question).grpcStatus()).isEqualTo("14");
        assertThat(times()).isEqualTo(1);
    }

    @Test
    void tellsServersOfEarlierAttempts() {
        Conduct fails = GrpcConduct.inHead(UNAVAILABLE);
        SERVER.on(PATH, visit -> visit.time() < 4 ? fails : GrpcConduct.inHead(0));

        client.call(question);

        List<String> counted =
                SERVER.ledger().heads(question.id()).stream()
                        .map(head -> head.getOrDefault("grpc-previous-rpc-attempts", ""))
                        .toList();
        assertThat(counted).containsExactly("", "1", "2", "3");
    }

    /** Messages come one by one: the head may not wait for the last. */
    @Test
    void streamIsPassedOnAsItComes() {
        SERVER.on(PATH, GrpcConduct.streams(1_000_000, 5));

        Call call = client.start(question);

        assertThat(call.head().status()).isEqualTo(200);
        client.cancel(call);
        Await.until(
                "the server hears it",
                () -> SERVER.ledger().brokenOff(question.id()),
                ends -> ends.equals(List.of("CANCEL")));
    }
}
