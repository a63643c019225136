package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bodies about as large as what is kept for retries, and as HTTP/2's windows: sent again or not as
 * the rules say, intact every time, and never a hang.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class RetryBodyIT {
    private static final String SERVICE = Outbound.service("bodies");
    private static final int KEPT = 65_536;
    private static final int MIB = 1 << 20;
    private static final List<Integer> SIZES =
            List.of(0, 1, KEPT - 2, KEPT - 1, KEPT, KEPT + 1, MIB - 1, MIB, MIB + 1);

    @TempDir static Path folder;

    private static final RudeServer SERVER = new RudeServer(new Ledger());
    private static Sidecar sidecar;

    @BeforeAll
    static void start() {
        sidecar =
                new Outbound(folder)
                        .knows(
                                ProfileFile.of(SERVICE)
                                        .route("plain", "POST", "/plain")
                                        .route("kept", "POST", "/kept")
                                        .with("isRetryable", true)
                                        .route("wide", "POST", "/wide")
                                        .with("isRetryable", true)
                                        .with("maxRetryBodyBytes", 2 * MIB)
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

    /**
     * A way to send a body.
     *
     * @param early whether the first answer comes before the body was read
     */
    record Way(Wire wire, String path, Body body, boolean early) {
        /** Larger bodies are not kept. */
        private int kept() {
            return switch (path) {
                case "/kept" -> KEPT;
                case "/wide" -> 2 * MIB;
                default -> -1;
            };
        }

        boolean isRetried() {
            return body.size() <= kept();
        }

        @Override
        public String toString() {
            String first = early ? " answered early" : "";
            return wire + " " + path + " " + body.size() + " " + body.framing() + first;
        }
    }

    static List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (Wire wire : Wire.values()) {
            for (String path : List.of("/plain", "/kept", "/wide")) {
                for (int size : SIZES) {
                    ways.add(new Way(wire, path, Body.of(size), false));
                    ways.add(new Way(wire, path, Body.streamed(size, 10_000), false));
                }
            }
        }
        return ways;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void bodyIsSentAgainAsTheRulesSay(Way way) {
        SERVER.on(way.path(), Choice.first(Conduct.answers(503, "no"), Conduct.succeeds()));
        Question question = Question.post(SERVICE, way.path(), way.body());

        Reply reply = call(way, question);

        int times = way.isRetried() ? 2 : 1;
        assertThat(reply.status()).isEqualTo(way.isRetried() ? 200 : 503);
        assertThat(SERVER.ledger().bodies(question.id()))
                .isEqualTo(Collections.nCopies(times, way.body().checksum()));
        assertThat(SERVER.ledger().times(question.id())).isEqualTo(times);
    }

    static List<Way> earlyWays() {
        return ways().stream()
                .filter(way -> !way.path().equals("/wide") && way.body().size() > 0)
                .map(way -> new Way(way.wire(), way.path(), way.body(), true))
                .toList();
    }

    /** The answer overtakes the body: what is sent again must still be whole. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("earlyWays")
    void bodyThatIsAnsweredEarlyIsNeverSentInParts(Way way) {
        SERVER.on(way.path(), Choice.first(Conduct.answersEarly(503, "no"), Conduct.succeeds()));
        Question question = Question.post(SERVICE, way.path(), way.body());

        Reply reply = call(way, question);

        boolean retried = reply.status() == 200;
        if (way.path().equals("/plain")) {
            assertThat(retried).isFalse();
        }
        if (way.path().equals("/kept") && way.isRetried()) {
            assertThat(retried).isTrue();
        }
        assertThat(SERVER.ledger().times(question.id())).isEqualTo(retried ? 2 : 1);
        if (retried) {
            assertThat(SERVER.ledger().bodies(question.id()))
                    .last()
                    .isEqualTo(way.body().checksum());
        }
    }

    private static Reply call(Way way, Question question) {
        try (Caller client = way.wire().caller(sidecar.outbound())) {
            return client.call(question);
        }
    }
}
