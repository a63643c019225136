package dev.fairlead.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fairlead.discovery.FailureAccrual.Problem;
import dev.fairlead.discovery.FailureAccrual.Reading;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureAccrualTest {
    private static final String MODE = "balancer.linkerd.io/failure-accrual";

    @Test
    void serviceThatAsksForItAloneGetsTheDefaults() {
        Reading reading = read("=consecutive");

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.accrual())
                .contains(
                        new FailureAccrual(7, Duration.ofSeconds(1), Duration.ofSeconds(60), 0.5));
    }

    @Test
    void everySettingIsRead() {
        Reading reading =
                read(
                        "=consecutive",
                        "-consecutive-max-failures=8",
                        "-consecutive-min-penalty=10s",
                        "-consecutive-max-penalty=10m",
                        "-consecutive-jitter-ratio=1.0");

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.accrual())
                .contains(
                        new FailureAccrual(8, Duration.ofSeconds(10), Duration.ofMinutes(10), 1.0));
    }

    @ParameterizedTest
    @CsvSource({
        "1ms, PT0.001S",
        "1500ms, PT1.5S",
        "1s, PT1S",
        "1m, PT1M",
        "1h, PT1H",
        "1d, PT24H",
        "365d, PT8760H"
    })
    void durationIsANumberAndAUnit(String text, Duration duration) {
        Reading reading =
                read(
                        "=consecutive",
                        "-consecutive-min-penalty=1ms",
                        "-consecutive-max-penalty=" + text);

        assertThat(reading.accrual()).map(FailureAccrual::maxPenalty).contains(duration);
    }

    @Test
    void serviceThatDoesNotAskForItGetsNone() {
        Reading reading =
                FailureAccrual.fromAnnotations(
                        Map.of("retry.linkerd.io/http", "5xx", "balancer.linkerd.io/other", "x"));

        assertThat(reading).isEqualTo(new Reading(Optional.empty(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    -consecutive-max-failures=0 | 0 (expected: a whole number from 1)
                    -consecutive-max-failures=-1 | -1 (expected: a whole number from 1)
                    -consecutive-max-failures=7.0 | 7.0 (expected: a whole number from 1)
                    -consecutive-max-failures=2147483648 | 2147483648 (expected: a whole number from 1)
                    -consecutive-min-penalty=1 | 1 (expected: a duration as 500ms, 1s, 2m, 1h or 1d, up to 365d)
                    -consecutive-min-penalty=0s | 0s (expected: a duration as 500ms, 1s, 2m, 1h or 1d, up to 365d)
                    -consecutive-min-penalty=0.5s | 0.5s (expected: a duration as 500ms, 1s, 2m, 1h or 1d, up to 365d)
                    -consecutive-max-penalty=1us | 1us (expected: a duration as 500ms, 1s, 2m, 1h or 1d, up to 365d)
                    -consecutive-max-penalty=366d | 366d (expected: a duration as 500ms, 1s, 2m, 1h or 1d, up to 365d)
                    -consecutive-jitter-ratio=100.1 | 100.1 (expected: a number from 0 to 100)
                    -consecutive-jitter-ratio=-0.1 | -0.1 (expected: a number from 0 to 100)
                    -consecutive-jitter-ratio=NaN | NaN (expected: a number from 0 to 100)
                    -consecutive-min-penalty=2m | 2m (expected: at most the max-penalty of 60s)
                    -consecutive-max-penalty=900ms | 900ms (expected: at least the min-penalty of 1s)
                    -consecutive-max-faults=3 | unknown annotation
                    """)
    void settingThatCannotBeUsedLeavesNoneAndIsTold(String setting, String problem) {
        Reading reading = read("=consecutive", setting);

        String annotation = MODE + setting.substring(0, setting.indexOf('='));
        assertThat(reading)
                .isEqualTo(
                        new Reading(Optional.empty(), List.of(new Problem(annotation, problem))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unified", "Consecutive", "true"})
    void otherModesAreToldAndLeaveNone(String mode) {
        Reading reading = read("=" + mode);

        assertThat(reading.accrual()).isEmpty();
        assertThat(reading.problems())
                .containsExactly(new Problem(MODE, mode + " (expected: consecutive)"));
    }

    @Test
    void settingsWithoutTheModeAreToldAndLeaveNone() {
        Reading reading = read("-consecutive-max-failures=3");

        assertThat(reading.accrual()).isEmpty();
        assertThat(reading.problems())
                .containsExactly(
                        new Problem(MODE + "-consecutive-max-failures", "without " + MODE));
    }

    @Test
    void everyProblemIsToldAtOnce() {
        Reading reading =
                read(
                        "=consecutive",
                        "-consecutive-max-failures=x",
                        "-consecutive-min-penalty=y",
                        "-consecutive-jitter-ratio=z");

        assertThat(reading.problems()).hasSize(3);
    }

    @Test
    void recordRefusesWhatCannotBeMeant() {
        Duration second = Duration.ofSeconds(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FailureAccrual(0, second, second, 0))
                .withMessage("maxFailures: 0 (expected: >= 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FailureAccrual(1, Duration.ZERO, second, 0))
                .withMessage("minPenalty: PT0S (expected: > 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FailureAccrual(1, second, Duration.ofMillis(1), 0))
                .withMessage("maxPenalty: PT0.001S (expected: >= PT1S)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FailureAccrual(1, second, second, Double.NaN))
                .withMessage("jitterRatio: NaN (expected: 0 to 100)");
    }

    /** Each setting is what follows the mode's name. */
    private static Reading read(String... settings) {
        Map<String, String> annotations = new HashMap<>();
        Arrays.stream(settings)
                .map(setting -> setting.split("=", -1))
                .forEach(pair -> annotations.put(MODE + pair[0], pair[1]));
        return FailureAccrual.fromAnnotations(annotations);
    }
}
