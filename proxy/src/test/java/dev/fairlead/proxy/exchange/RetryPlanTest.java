package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryPlanTest {
    private static final RetryPlan DEFAULT = RetryPlan.of(null);

    @Test
    void defaultsAreThoseOfTheManual() {
        assertThat(DEFAULT.isRetryable()).isFalse();
        assertThat(DEFAULT.maxRetries()).isEqualTo(3);
        assertThat(DEFAULT.maxBodyBytes()).isEqualTo(65_536);
        assertThat(DEFAULT.minBackoffNanos()).isEqualTo(Duration.ofMillis(25).toNanos());
        assertThat(DEFAULT.maxBackoffNanos()).isEqualTo(Duration.ofMillis(250).toNanos());
        assertThat(DEFAULT.timeoutNanos()).isEqualTo(RetryPlan.NEVER);
        assertThat(DEFAULT.perTryNanos()).isEqualTo(RetryPlan.NEVER);
    }

    @Property
    void firstRetryFollowsAtOnce(@ForAll @DoubleRange(max = 1, maxIncluded = false) double draw) {
        assertThat(DEFAULT.backoffNanos(1, draw)).isZero();
    }

    @Property
    void laterOnesWaitWithinBoundsThatDouble(
            @ForAll @IntRange(min = 2, max = 60) int retry,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double draw) {
        double ceiling = Math.min(250e6, 25e6 * Math.pow(2, retry - 1));

        assertThat((double) DEFAULT.backoffNanos(retry, draw)).isBetween(25e6, ceiling);
    }

    @Test
    void jitterIsFull() {
        assertThat(DEFAULT.backoffNanos(4, 0)).isEqualTo(25_000_000);
        assertThat(DEFAULT.backoffNanos(4, 0.5)).isEqualTo(112_500_000);
    }
}
