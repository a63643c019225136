package dev.fairlead.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.FailureAccrual;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** The breaker against a model that remembers everything and computes nothing in advance. */
class BreakerModelTest {
    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofSeconds(1);

    /** What may happen to an endpoint. */
    enum Step {
        SEND,
        SUCCEED,
        FAIL,
        GIVE_UP,
        WAIT_A_LITTLE,
        WAIT_LONG
    }

    /** What was reported while requests flowed, as letters; and what became of each probe since. */
    private static final class Model {
        private final int maxFailures;
        private String reported = "";
        private int failedProbes;
        private boolean shut;
        private boolean probeOut;
        private int inFlight;
        private Duration sinceShutOrProbe = Duration.ZERO;

        Model(int maxFailures) {
            this.maxFailures = maxFailures;
        }

        boolean admits() {
            boolean waited = sinceShutOrProbe.compareTo(penalty()) >= 0;
            return !shut || (waited && !probeOut);
        }

        private Duration penalty() {
            Duration penalty = MIN;
            for (int i = 0; i < failedProbes + (probeOut ? 1 : 0); i++) {
                penalty = penalty.multipliedBy(2);
            }
            return penalty.compareTo(MAX) > 0 ? MAX : penalty;
        }

        void send() {
            inFlight++;
            if (shut) {
                probeOut = true;
                sinceShutOrProbe = Duration.ZERO;
            }
        }

        void succeed() {
            inFlight--;
            if (!shut || probeOut) {
                shut = false;
                probeOut = false;
                failedProbes = 0;
                reported += "s";
            }
        }

        void fail() {
            inFlight--;
            if (probeOut) {
                failedProbes++;
                probeOut = false;
                sinceShutOrProbe = Duration.ZERO;
            } else if (!shut) {
                reported += "f";
                if (reported.endsWith("f".repeat(maxFailures))) {
                    shut = true;
                    sinceShutOrProbe = Duration.ZERO;
                }
            }
        }

        void giveUp() {
            inFlight--;
            if (probeOut && inFlight == 0) {
                freeProbe();
            }
        }

        void waits(Duration time) {
            sinceShutOrProbe = sinceShutOrProbe.plus(time);
            if (probeOut && sinceShutOrProbe.compareTo(penalty()) >= 0) {
                freeProbe();
            }
        }

        private void freeProbe() {
            probeOut = false;
            sinceShutOrProbe = MAX;
        }
    }

    @Property(tries = 3000)
    void admitsWhatTheModelAdmits(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 4) int failures) {
        FakeClock clock = new FakeClock();
        Breaker breaker = new Breaker(clock, new Random(1));
        breaker.follow(Optional.of(new FailureAccrual(failures, MIN, MAX, 0)));
        Model model = new Model(failures);

        for (Step step : steps) {
            boolean possible =
                    switch (step) {
                        case SEND -> breaker.admits();
                        case SUCCEED, FAIL, GIVE_UP -> model.inFlight > 0;
                        case WAIT_A_LITTLE, WAIT_LONG -> true;
                    };
            if (possible) {
                take(step, breaker, clock, model);
            }
            assertThat(breaker.admits()).as("after %s", step).isEqualTo(model.admits());
        }
    }

    private static void take(Step step, Breaker breaker, FakeClock clock, Model model) {
        switch (step) {
            case SEND -> {
                breaker.admitted();
                model.send();
            }
            case SUCCEED -> {
                breaker.succeeded();
                model.succeed();
            }
            case FAIL -> {
                breaker.failed();
                model.fail();
            }
            case GIVE_UP -> {
                breaker.abandoned();
                model.giveUp();
            }
            case WAIT_A_LITTLE -> pass(MIN.dividedBy(2), breaker, clock, model);
            case WAIT_LONG -> pass(MIN.multipliedBy(3), breaker, clock, model);
        }
    }

    private static void pass(Duration time, Breaker breaker, FakeClock clock, Model model) {
        clock.advance(time);
        breaker.timePassed();
        model.waits(time);
    }

    @Property(tries = 3000)
    void alwaysAdmitsAfterTheLongestPenalty(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 4) int failures) {
        FakeClock clock = new FakeClock();
        Breaker breaker = new Breaker(clock, new Random(1));
        breaker.follow(Optional.of(new FailureAccrual(failures, MIN, MAX, 1)));
        Model model = new Model(failures);

        for (Step step : steps) {
            boolean ends = step == Step.SUCCEED || step == Step.FAIL || step == Step.GIVE_UP;
            if (ends ? model.inFlight > 0 : step != Step.SEND || breaker.admits()) {
                take(step, breaker, clock, model);
            }
        }
        clock.advance(MAX);
        breaker.timePassed();

        assertThat(breaker.admits()).isTrue();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.frequencyOf(
                        Tuple.of(5, Arbitraries.just(Step.SEND)),
                        Tuple.of(5, Arbitraries.just(Step.FAIL)),
                        Tuple.of(2, Arbitraries.just(Step.SUCCEED)),
                        Tuple.of(2, Arbitraries.just(Step.GIVE_UP)),
                        Tuple.of(3, Arbitraries.just(Step.WAIT_A_LITTLE)),
                        Tuple.of(2, Arbitraries.just(Step.WAIT_LONG)))
                .list()
                .ofMaxSize(80);
    }
}
