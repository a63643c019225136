package dev.fairlead.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {
    private static final double MILLI = 1_000_000;

    private final FakeClock clock = new FakeClock();

    @Test
    void startsWithThirtyMilliseconds() {
        PeakEwma load = new PeakEwma(clock);

        assertThat(load.load()).isEqualTo(30 * MILLI);
    }

    @Test
    void neverStartsUnderOneMillisecond() {
        PeakEwma load = new PeakEwma(clock, Duration.ofNanos(5), PeakEwma.DEFAULT_DECAY);

        assertThat(load.load()).isEqualTo(MILLI);
    }

    @Test
    void defaultEstimateDecays() {
        PeakEwma load = new PeakEwma(clock, Duration.ofMillis(10), Duration.ofSeconds(1));
        assertThat(load.load()).isEqualTo(10 * MILLI);

        clock.advance(Duration.ofMillis(100));
        double after100 = load.load();
        clock.advance(Duration.ofMillis(100));
        double after200 = load.load();

        assertThat(after100).isBetween(9 * MILLI, 10 * MILLI);
        assertThat(after200).isBetween(8 * MILLI, 9 * MILLI);
    }

    @Test
    void decaysByTheExponentOfTimeOverDecay() {
        PeakEwma load = new PeakEwma(clock);

        clock.advance(Duration.ofSeconds(10));

        assertThat(load.load()).isCloseTo(30 * MILLI / Math.E, within(1.0));
    }

    @Test
    void readingOftenDecaysNoFasterThanReadingOnce() {
        PeakEwma often = new PeakEwma(clock);
        PeakEwma once = new PeakEwma(clock);

        for (int i = 0; i < 1000; i++) {
            clock.advance(Duration.ofMillis(5));
            often.load();
        }

        assertThat(often.load()).isCloseTo(once.load(), within(1.0));
    }

    @Test
    void pendingAndPeaksCompound() {
        PeakEwma load = new PeakEwma(clock, Duration.ofMillis(20), Duration.ofSeconds(1));
        assertThat(load.load()).isEqualTo(20 * MILLI);

        clock.advance(Duration.ofMillis(100));
        load.started();
        assertThat(load.load()).isGreaterThan(20 * MILLI);
        clock.advance(Duration.ofMillis(100));
        load.started();
        assertThat(load.load()).isGreaterThan(40 * MILLI);

        clock.advance(Duration.ofMillis(100));
        load.finished(Duration.ofMillis(200).toNanos());
        assertThat(load.load()).isEqualTo(400 * MILLI);
        clock.advance(Duration.ofMillis(100));
        load.finished(Duration.ofMillis(200).toNanos());
        assertThat(load.load()).isEqualTo(200 * MILLI);

        clock.advance(Duration.ofSeconds(1));
        assertThat(load.load()).isLessThan(100 * MILLI);
        clock.advance(Duration.ofSeconds(10));
        assertThat(load.load()).isLessThan(0.1 * MILLI);
    }

    @Test
    void sampleUnderTheEstimatePullsItDownByElapsedTime() {
        PeakEwma load = new PeakEwma(clock);
        load.started();

        clock.advance(Duration.ofSeconds(5));
        load.finished(Duration.ofMillis(10).toNanos());

        double weight = Math.exp(-0.5);
        assertThat(load.load()).isCloseTo((30 * weight + 10 * (1 - weight)) * MILLI, within(1.0));
    }

    @Test
    void replicasShareWhatIsPending() {
        PeakEwma load = new PeakEwma(clock);
        load.started();
        load.started();

        assertThat(load.load(4)).isEqualTo(30 * MILLI * 1.5);
        assertThat(load.pending()).isEqualTo(2);
    }

    @Test
    void clockThatStandsStillChangesNothing() {
        PeakEwma load = new PeakEwma(clock);
        load.started();

        load.finished(0);

        assertThat(load.load()).isEqualTo(30 * MILLI);
    }

    @Test
    void quickFailureDoublesTheEstimate() {
        PeakEwma load = new PeakEwma(clock);
        load.started();

        load.failed(0, 0);

        assertThat(load.load()).isEqualTo(60 * MILLI);
        assertThat(load.pending()).isZero();
    }

    @Test
    void doublingEndsAtFiveSeconds() {
        PeakEwma load = new PeakEwma(clock);

        for (int i = 0; i < 20; i++) {
            load.started();
            load.failed(0, 0);
        }

        assertThat(load.load()).isEqualTo(5_000 * MILLI);
    }

    @Test
    void slowFailureCountsAsLongAsItTook() {
        PeakEwma load = new PeakEwma(clock);
        load.started();

        load.failed(Duration.ofSeconds(20).toNanos(), 0);

        assertThat(load.load()).isEqualTo(20_000 * MILLI);
    }

    @Test
    void failureThatSaysWhenToComeBackCountsAsSoLong() {
        PeakEwma load = new PeakEwma(clock);
        load.started();

        load.failed(0, Duration.ofSeconds(30).toNanos());

        assertThat(load.load()).isEqualTo(30_000 * MILLI);
    }

    @Test
    void nobodyIsAskedToComeBackLaterThanInFiveMinutes() {
        PeakEwma load = new PeakEwma(clock);
        load.started();

        load.failed(0, Long.MAX_VALUE);

        assertThat(load.load()).isEqualTo(300_000 * MILLI);
    }

    @Test
    void failureNeverMakesAnEndpointLookFaster() {
        PeakEwma load = new PeakEwma(clock, Duration.ofSeconds(60), PeakEwma.DEFAULT_DECAY);
        load.started();
        clock.advance(Duration.ofSeconds(1));
        double before = load.load() / 2; // one is pending

        load.failed(1, 1);

        assertThat(load.load()).isEqualTo(before);
    }

    @Test
    void refusesNoDecay() {
        assertThatThrownBy(() -> new PeakEwma(clock, PeakEwma.DEFAULT_RTT, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("decay");
    }
}
