package dev.fairlead.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.FailureAccrual;
import dev.fairlead.proxy.balance.Breaker.State;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Duration MOMENT = Duration.ofNanos(1);
    private static final Duration PENALTY = Duration.ofSeconds(1);
    private static final FailureAccrual THREE =
            new FailureAccrual(3, PENALTY, Duration.ofSeconds(4), 0);

    private final FakeClock clock = new FakeClock();
    private final Breaker breaker = breaker(THREE);

    private Breaker breaker(FailureAccrual accrual) {
        Breaker made = new Breaker(clock, new Random(3));
        made.follow(Optional.of(accrual));
        return made;
    }

    private void succeed() {
        breaker.admitted();
        breaker.succeeded();
    }

    private void fail() {
        breaker.admitted();
        breaker.failed();
    }

    private void abandon() {
        breaker.admitted();
        breaker.abandoned();
    }

    private void pass(Duration time) {
        clock.advance(time);
        breaker.timePassed();
    }

    private void trip() {
        for (int i = 0; i < 3; i++) {
            fail();
        }
    }

    @Test
    void failuresInARowOpenIt() {
        fail();
        fail();
        assertThat(breaker.admits()).isTrue();

        fail();

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.admits()).isFalse();
    }

    @Test
    void successBeginsTheCountAnew() {
        fail();
        fail();
        succeed();
        fail();
        fail();

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void requestThatIsGivenUpNeitherCountsNorClearsTheCount() {
        fail();
        fail();
        abandon();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);

        fail();

        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void oneProbeIsAdmittedWhenThePenaltyIsOver() {
        trip();
        pass(PENALTY.minus(MOMENT));
        assertThat(breaker.admits()).isFalse();

        pass(MOMENT);
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        breaker.admitted();

        assertThat(breaker.admits()).isFalse();
    }

    @Test
    void probeThatSucceedsClosesIt() {
        trip();
        pass(PENALTY);
        succeed();

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail();
        fail();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void eachProbeThatFailsDoublesThePenaltyUpToTheLongest() {
        trip();

        for (int seconds : new int[] {1, 2, 4, 4}) {
            assertThat(breaker.remainingNanos()).isEqualTo(Duration.ofSeconds(seconds).toNanos());
            pass(Duration.ofSeconds(seconds));
            fail();
            assertThat(breaker.state()).isEqualTo(State.OPEN);
        }
    }

    @Test
    void penaltyIsTheFirstAgainAfterItWasClosed() {
        trip();
        pass(PENALTY);
        fail();
        pass(PENALTY.multipliedBy(2));
        succeed();

        trip();

        assertThat(breaker.remainingNanos()).isEqualTo(PENALTY.toNanos());
    }

    @Test
    void penaltyHasJitter() {
        Breaker jittered = breaker(new FailureAccrual(1, PENALTY, Duration.ofMinutes(1), 0.5));

        jittered.admitted();
        jittered.failed();

        assertThat(jittered.remainingNanos())
                .isGreaterThan(PENALTY.toNanos())
                .isLessThanOrEqualTo(PENALTY.toNanos() * 3 / 2);
    }

    @Test
    void probeThatIsGivenUpLetsTheNextRequestProbe() {
        trip();
        pass(PENALTY);

        abandon();

        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        succeed();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void probeThatIsNeverHeardOfIsGivenUpAfterTheNextPenalty() {
        trip();
        pass(PENALTY);
        breaker.admitted();
        pass(PENALTY.multipliedBy(2).minus(MOMENT));
        assertThat(breaker.admits()).isFalse();

        pass(MOMENT);

        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void probeThatSucceedsLateStillCloses() {
        trip();
        pass(PENALTY);
        breaker.admitted();
        pass(PENALTY.multipliedBy(2));
        breaker.admitted();

        breaker.succeeded();

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void whatWasSentBeforeItOpenedSaysNothingWhileItIsShut() {
        breaker.admitted();
        breaker.admitted();
        breaker.admitted();
        trip();

        breaker.succeeded();
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        breaker.failed();
        assertThat(breaker.remainingNanos()).isEqualTo(PENALTY.toNanos());
        pass(PENALTY);
        breaker.failed();

        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void requestOfBeforeThatIsGivenUpDoesNotFreeTheProbesPlace() {
        breaker.admitted();
        trip();
        pass(PENALTY);
        breaker.admitted();

        breaker.abandoned();

        assertThat(breaker.state()).isEqualTo(State.PROBING);
        breaker.abandoned();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void timeThatIsNotUpChangesNothing() {
        trip();

        breaker.timePassed();

        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void breakerThatNobodyAskedForStaysClosed() {
        breaker.follow(Optional.empty());

        for (int i = 0; i < 1000; i++) {
            fail();
        }

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void breakerThatIsNoLongerAskedForCloses() {
        trip();

        breaker.follow(Optional.empty());

        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void breakerThatIsAskedForSomethingElseKeepsItsState() {
        fail();
        breaker.follow(Optional.of(new FailureAccrual(2, PENALTY, PENALTY, 0)));
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail();
        assertThat(breaker.state()).isEqualTo(State.OPEN);

        breaker.follow(Optional.of(THREE));

        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }
}
