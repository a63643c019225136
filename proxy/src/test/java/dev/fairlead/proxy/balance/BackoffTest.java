package dev.fairlead.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final RandomGenerator random = new Random(7);

    @ParameterizedTest
    @CsvSource({"0, 1000", "1, 2000", "2, 4000", "5, 32000", "6, 60000", "2000, 60000"})
    void pausesDoubleUpToTheLongest(int before, long millis) {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0);

        assertThat(backoff.nanos(before, random)).isEqualTo(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void jitterOnlyMakesAPauseLongerAndNeverThanTheLongest() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMillis(2500), 0.5);

        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.nanos(0, random)).isBetween(1_000_000_000L, 1_500_000_000L);
            assertThat(backoff.nanos(1, random)).isBetween(2_000_000_000L, 2_500_000_000L);
            assertThat(backoff.nanos(2, random)).isEqualTo(2_500_000_000L);
        }
    }

    @Test
    void jitterIsNeverTheSame() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0.5);

        assertThat(backoff.nanos(0, random)).isNotEqualTo(backoff.nanos(0, random));
    }

    @Test
    void longestLifetimeDoesNotOverflow() {
        Backoff backoff = new Backoff(Duration.ofDays(365), Duration.ofDays(365), 100);

        assertThat(backoff.nanos(Integer.MAX_VALUE, random))
                .isEqualTo(Duration.ofDays(365).toNanos());
    }

    @Test
    void refusesWhatIsNoRange() {
        Duration second = Duration.ofSeconds(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second, Duration.ZERO, 0))
                .withMessage("min, max: PT1S, PT0S (expected: 0 <= min <= max)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second.negated(), second, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second, second, Double.NaN));
    }
}
