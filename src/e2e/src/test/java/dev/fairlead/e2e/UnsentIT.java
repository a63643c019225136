package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests that no server has looked at are sent again on every route, a POST too, and reach a
 * working server once. Those that a server may have looked at are not.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class UnsentIT {
    private static final String HALF_DEAD = Outbound.service("half-dead");
    private static final String REFUSING = Outbound.service("refusing");
    private static final String LEAVING = Outbound.service("leaving");
    private static final String ALONE = Outbound.service("alone");
    private static final String POOR = Outbound.service("poor");
    private static final int REQUESTS = 40;

    @TempDir static Path folder;

    private static final Ledger LEDGER = new Ledger();
    private static final RudeServer GOOD = new RudeServer(LEDGER);
    private static final RudeServer REFUSES = new RudeServer(LEDGER);
    private static final RudeServer LEAVES = new RudeServer(LEDGER);
    private static Sidecar sidecar;

    @BeforeAll
    static void start() {
        REFUSES.otherwise(Choice.always(Conduct.refuses()));
        LEAVES.otherwise(Choice.always(Conduct.goesAway()));
        sidecar =
                new Outbound(folder)
                        .knows(payments(HALF_DEAD), Applications.freePort(), GOOD.port())
                        .knows(payments(REFUSING), REFUSES.port(), GOOD.port())
                        .knows(payments(LEAVING), LEAVES.port(), GOOD.port())
                        .knows(payments(ALONE), GOOD.port())
                        .knows(payments(POOR).budget(0, 0, "10s"), GOOD.port())
                        .expecting("request failed")
                        .start();
    }

    private static ProfileFile payments(String service) {
        return ProfileFile.of(service)
                .route("again", "POST", "/again/.*")
                .with("isRetryable", true)
                .route("pay", "POST", "/.*")
                .budget(2, 1000, "10s");
    }

    @AfterAll
    static void end() {
        try (GOOD;
                REFUSES;
                LEAVES) {
            sidecar.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusedConnectionGoesToAnotherEndpoint(Wire wire) {
        assertAllArriveOnce(wire, HALF_DEAD);
    }

    @Test
    void refusedStreamGoesToAnotherEndpoint() {
        assertAllArriveOnce(Wire.HTTP_2, REFUSING);
    }

    @Test
    void streamAboveGoAwayGoesToAnotherEndpoint() {
        assertAllArriveOnce(Wire.HTTP_2, LEAVING);
    }

    private static void assertAllArriveOnce(Wire wire, String service) {
        try (Caller client = wire.caller(sidecar.outbound())) {
            for (int i = 0; i < REQUESTS; i++) {
                Question question = Question.post(service, "/pay", Body.of(1000));

                assertThat(client.call(question).text()).isEqualTo("done");
                assertThat(LEDGER.processed(question.id())).isEqualTo(1);
                assertThat(LEDGER.bodies(question.id())).contains(question.body().checksum());
            }
        }
    }

    @Test
    void refusedStreamIsSentAgainToTheOnlyEndpoint() {
        GOOD.on("/refused", Choice.first(Conduct.refuses(), Conduct.succeeds()));

        assertArrivesOnceAtLast(Question.post(ALONE, "/refused", Body.of(1000)));
    }

    @Test
    void streamAboveGoAwayIsSentAgainOverAnotherConnection() {
        GOOD.on("/left", Choice.first(Conduct.goesAway(), Conduct.succeeds()));

        assertArrivesOnceAtLast(Question.post(ALONE, "/left", Body.of(1000)));
    }

    private static void assertArrivesOnceAtLast(Question question) {
        try (Caller client = Wire.HTTP_2.caller(sidecar.outbound())) {
            assertThat(client.call(question).text()).isEqualTo("done");
        }
        assertThat(LEDGER.times(question.id())).isEqualTo(2);
        assertThat(LEDGER.processed(question.id())).isEqualTo(1);
        assertThat(LEDGER.bodies(question.id())).last().isEqualTo(question.body().checksum());
    }

    @Test
    void refusedStreamIsNotSentAgainBeyondTheBudget() {
        GOOD.on("/poor", Choice.first(Conduct.refuses(), Conduct.succeeds()));
        Question question = Question.post(POOR, "/poor", Body.of(1000));

        try (Caller client = Wire.HTTP_2.caller(sidecar.outbound())) {
            assertThat(client.start(question).ending()).isNotInstanceOf(Ending.Cancelled.class);
        }
        assertThat(LEDGER.times(question.id())).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void resetBehindRequestIsNotSentAgain(Wire wire) {
        GOOD.on("/reset", Choice.first(Conduct.resets(), Conduct.succeeds()));

        assertNotSentAgain(wire, Question.post(ALONE, "/reset", Body.of(1000)));
    }

    @ParameterizedTest
    @EnumSource
    void resetWithinRequestIsNotSentAgain(Wire wire) {
        GOOD.on("/cut", Choice.first(Conduct.resetsWithin(1000), Conduct.succeeds()));

        assertNotSentAgain(wire, Question.post(ALONE, "/cut", Body.of(50_000)));
    }

    @Test
    void closedConnectionIsNotSentAgain() {
        GOOD.on("/closed", Choice.first(Conduct.refuses(), Conduct.succeeds()));

        assertNotSentAgain(Wire.HTTP_1, Question.post(ALONE, "/closed", Body.of(1000)));
    }

    private static void assertNotSentAgain(Wire wire, Question question) {
        try (Caller client = wire.caller(sidecar.outbound())) {
            switch (client.start(question).ending()) {
                case Ending.Answered(Reply reply) -> {
                    assertThat(reply.status()).isEqualTo(502);
                    assertThat(reply.reason()).isNotEmpty();
                }
                case Ending.Failed(String why) -> {
                    assertThat(wire).isEqualTo(Wire.HTTP_2);
                    assertThat(why).startsWith("reset");
                }
                case Ending.Broken broken -> assertThat(broken).as("no head was sent").isNull();
                case Ending.Cancelled cancelled -> assertThat(cancelled).isNull();
            }
        }
        assertThat(LEDGER.times(question.id())).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void resetIsSentAgainOnRetryableRoute(Wire wire) {
        GOOD.on("/again/reset", Choice.first(Conduct.resets(), Conduct.succeeds()));
        Question question = Question.post(ALONE, "/again/reset", Body.of(1000));

        try (Caller client = wire.caller(sidecar.outbound())) {
            assertThat(client.call(question).text()).isEqualTo("done");
        }
        assertThat(LEDGER.times(question.id())).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void answerThatBreaksOffIsNotSentAgain(Wire wire) {
        GOOD.on("/again/broken", Choice.first(Conduct.resetsBehind(100), Conduct.succeeds()));
        Question question = Question.post(ALONE, "/again/broken", Body.of(1000));

        try (Caller client = wire.caller(sidecar.outbound())) {
            assertThat(client.start(question).ending()).isInstanceOf(Ending.Broken.class);
        }
        assertThat(LEDGER.times(question.id())).isEqualTo(1);
    }
}
