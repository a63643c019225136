package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The sequences that the tests of Linkerd's own proxy hold for retries, by the names they have
 * there, with servers that fail on purpose.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class RetryIT {
    private static final String ROOMY = Outbound.service("roomy");
    private static final String BOUNDED = Outbound.service("bounded");
    private static final String BUDGETED = "budgeted-";
    private static final Conduct FAILS = Conduct.answers(533, "failed");
    private static final Conduct RETRIED = Conduct.answers(200, "retried");
    private static final Choice ONCE = Choice.first(FAILS, RETRIED);
    private static final int SMALL_WINDOW = 65_535;

    @TempDir static Path folder;

    private static final RudeServer SERVER = new RudeServer(new Ledger());
    private static Sidecar sidecar;

    @BeforeAll
    static void start() {
        Outbound outbound = new Outbound(folder);
        outbound.knows(
                ProfileFile.of(ROOMY)
                        .route("plain", "POST", "/plain/.*")
                        .route("classes", "GET", "/classes")
                        .with("isRetryable", true)
                        .answering(533, false)
                        .andAnswering(500, 599, true)
                        .route("gets", "GET", "/retry/.*")
                        .with("isRetryable", true)
                        .route("posts", "POST", "/retry/.*")
                        .with("isRetryable", true)
                        .route("puts", "PUT", "/retry/.*")
                        .with("isRetryable", true)
                        .budget(1, 1000, "10s"),
                SERVER.port());
        outbound.knows(
                ProfileFile.of(BOUNDED)
                        .route("bounded", "GET", "/.*")
                        .with("isRetryable", true)
                        .budget(0, 0, "10s"),
                SERVER.port());
        for (Wire wire : Wire.values()) {
            outbound.knows(
                    ProfileFile.of(budgeted(wire))
                            .route("half", "GET", "/.*")
                            .with("isRetryable", true)
                            .budget(0.1, 1, "1s"),
                    SERVER.port());
        }
        sidecar =
                outbound.with("LINKERD2_PROXY_HTTP2_INITIAL_STREAM_WINDOW_SIZE", SMALL_WINDOW)
                        .with("LINKERD2_PROXY_HTTP2_INITIAL_CONNECTION_WINDOW_SIZE", SMALL_WINDOW)
                        .start();
    }

    @AfterAll
    static void end() {
        try (SERVER) {
            sidecar.close();
        }
    }

    private static String budgeted(Wire wire) {
        return Outbound.service(BUDGETED + wire.label());
    }

    private static Reply call(Wire wire, Question question) {
        try (Caller client = wire.caller(sidecar.outbound())) {
            return client.call(question);
        }
    }

    private static int times(Question question) {
        return SERVER.ledger().times(question.id());
    }

    @ParameterizedTest
    @EnumSource
    void retryIfProfileAllows(Wire wire) {
        SERVER.on("/retry/allowed", ONCE);
        Question question = Question.get(ROOMY, "/retry/allowed");

        Reply reply = call(wire, question);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("retried");
        assertThat(times(question)).isEqualTo(2);
    }

    /** A server that fails each odd request; a budget of one retry, and a tenth of one for each. */
    @ParameterizedTest
    @EnumSource
    void retryUsesBudget(Wire wire) {
        String service = budgeted(wire);
        SERVER.on("/half" + wire, Choice.odd(FAILS, RETRIED)).on("/once", ONCE);
        Question half = Question.get(service, "/half" + wire);

        assertThat(call(wire, half).status()).as("retried").isEqualTo(200);
        assertThat(call(wire, half).status()).as("refused").isEqualTo(533);
        assertThat(call(wire, half).status()).as("not needed").isEqualTo(200);

        Counts counts = sidecar.counts();
        assertThat(retryable(counts, service)).isEqualTo(2);
        assertThat(skipped(counts, service)).isEqualTo(1);

        sidecar.awaitSeconds(1.2);
        assertThat(call(wire, Question.get(service, "/once")).text()).isEqualTo("retried");
        assertThat(skipped(sidecar.counts(), service)).isEqualTo(1);
    }

    /** Linkerd counts those that the budget refused in both series. */
    private static long retryable(Counts counts, String service) {
        return counts.sum("route_retryable_total", "dst", service + ":80", "skipped", "");
    }

    private static long skipped(Counts counts, String service) {
        return counts.sum("route_retryable_total", "dst", service + ":80", "skipped", "no_budget");
    }

    @ParameterizedTest
    @EnumSource
    void retryWithSmallPostBody(Wire wire) {
        assertRetriedIntact(wire, Question.post(ROOMY, "/retry/post", Body.of(10)));
    }

    @ParameterizedTest
    @EnumSource
    void retryWithSmallPutBody(Wire wire) {
        assertRetriedIntact(wire, Question.of("PUT", ROOMY, "/retry/put", Body.of(10)));
    }

    @ParameterizedTest
    @EnumSource
    void retryWithoutContentLength(Wire wire) {
        assertRetriedIntact(wire, Question.post(ROOMY, "/retry/streamed", Body.streamed(20, 10)));
    }

    private static void assertRetriedIntact(Wire wire, Question question) {
        SERVER.on(question.path(), ONCE);

        Reply reply = call(wire, question);

        assertThat(reply.status()).isEqualTo(200);
        Checksum sent = question.body().checksum();
        assertThat(SERVER.ledger().bodies(question.id())).containsExactly(sent, sent);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotRetryIfRequestDoesNotMatch(Wire wire) {
        assertNotRetried(wire, Question.get(ROOMY, "/nothing"));
        assertNotRetried(wire, Question.post(ROOMY, "/plain/post", Body.of(10)));
    }

    @ParameterizedTest
    @EnumSource
    void doesNotRetryIfEarlierResponseClassIsSuccess(Wire wire) {
        assertNotRetried(wire, Question.get(ROOMY, "/classes"));
    }

    @ParameterizedTest
    @EnumSource
    void doesNotRetryIfBodyIsTooLong(Wire wire) {
        assertNotRetried(wire, Question.post(ROOMY, "/retry/long", Body.of(65_537)));
    }

    @ParameterizedTest
    @EnumSource
    void doesNotRetryIfStreamingBodyExceedsMaxLength(Wire wire) {
        Body body = Body.streamed(3 * 32 * 1024, 32 * 1024);

        assertNotRetried(wire, Question.post(ROOMY, "/retry/stream", body));
    }

    /** No budget and one of nothing are the same. */
    @ParameterizedTest
    @EnumSource
    void doesNotRetryIfMissingRetryBudget(Wire wire) {
        assertNotRetried(wire, Question.get(BOUNDED, "/bounded"));
    }

    private static void assertNotRetried(Wire wire, Question question) {
        SERVER.on(question.path(), ONCE);

        Reply reply = call(wire, question);

        assertThat(reply.status()).isEqualTo(533);
        assertThat(SERVER.ledger().bodies(question.id()))
                .containsExactly(question.body().checksum());
    }

    /** Each failed answer is larger than the window of the connection. */
    @Test
    void http2FailuresDontLeakConnectionWindow() {
        Choice large = Choice.first(Conduct.answersAtLength(533, 100 * 1024), RETRIED);
        SERVER.on("/retry/large", large);
        try (Caller client = Wire.HTTP_2.caller(sidecar.outbound())) {
            for (int i = 0; i < 20; i++) {
                Question question = Question.get(ROOMY, "/retry/large");

                assertThat(client.call(question).text()).isEqualTo("retried");
                assertThat(times(question)).isEqualTo(2);
            }
            SERVER.on("/retry/whole", Conduct.answersAtLength(200, 1 << 20));
            Reply whole = client.call(Question.get(ROOMY, "/retry/whole"));
            assertThat(whole.body()).isEqualTo(stuffInParts(1 << 20));
        }
    }

    /** {@link Conduct#answersAtLength} begins anew with each part. */
    private static Checksum stuffInParts(int bytes) {
        Checksum.Sum sum = new Checksum.Sum();
        for (int left = bytes; left > 0; left -= 16 * 1024) {
            sum.add(new BodyPieces(Body.of(Math.min(left, 16 * 1024))).next());
        }
        return sum.value();
    }

    /** Over HTTP/1 too, where Linkerd passes such an answer on. */
    @ParameterizedTest
    @EnumSource
    void answerBeforeBodyEndsIsRetried(Wire wire) {
        SERVER.on("/retry/early", Choice.first(Conduct.answersEarly(533, "early"), RETRIED));
        Question question = Question.post(ROOMY, "/retry/early", Body.streamed(60_000, 10_000));
        try (Caller client = wire.caller(sidecar.outbound())) {
            CompletableFuture<Boolean> rest = new CompletableFuture<>();
            Call call = client.start(question, rest);
            Await.until("an answer", () -> times(question), times -> times >= 1);
            rest.complete(true);

            assertThat(call.reply().text()).isEqualTo("retried");
        }
        assertThat(times(question)).isEqualTo(2);
        assertThat(SERVER.ledger().bodies(question.id()))
                .last()
                .isEqualTo(question.body().checksum());
    }
}
