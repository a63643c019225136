package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class ProxyMetricsTest {
    private static final String SERIES = "profile_invalid{source=\"books.yaml\"}";

    private final ProxyMetrics metrics = ProxyMetrics.create(Limits.defaults());

    @Test
    void asksAGaugeAtEachScrape() {
        AtomicInteger invalid = new AtomicInteger(1);
        metrics.gauge(ProxyMeter.PROFILE_INVALID, List.of("books.yaml"), invalid::get);

        double first = Scrape.of(metrics).value(SERIES);
        invalid.set(0);

        assertThat(first).isEqualTo(1);
        assertThat(Scrape.of(metrics).value(SERIES)).isZero();
    }

    @Test
    void sumsGaugesOfTheSameLabels() {
        DoubleSupplier half = () -> 0.5;
        metrics.gauge(ProxyMeter.PROFILE_INVALID, List.of("books.yaml"), half);
        Registration second =
                metrics.gauge(ProxyMeter.PROFILE_INVALID, List.of("books.yaml"), half);

        double both = Scrape.of(metrics).value(SERIES);
        second.close();
        second.close();

        assertThat(both).isEqualTo(1);
        assertThat(Scrape.of(metrics).value(SERIES)).isEqualTo(0.5);
    }

    @Test
    void takesAClosedGaugeOffThePage() {
        Registration gauge =
                metrics.gauge(ProxyMeter.PROFILE_INVALID, List.of("books.yaml"), () -> 1);

        gauge.close();

        assertThat(Scrape.of(metrics).family("profile_invalid")).isEmpty();
        assertThat(Scrape.of(metrics).value("metrics_series")).isZero();
    }

    @Test
    void refusesAGaugeOfItsOwnOrOfAnotherKind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.gauge(ProxyMeter.JVM_THREADS, List.of(), () -> 1));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> metrics.gauge(ProxyMeter.PROXY_ERROR, List.of("a", "b"), () -> 1));
    }

    @Test
    void refusesLimitsThatHoldNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Limits(0, Duration.ZERO, () -> 0))
                .withMessage("maxSeries: 0 (expected: >= 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Limits(1, Duration.ofNanos(-1), () -> 0))
                .withMessage("retainIdle: PT-0.000000001S (expected: >= 0)");
    }

    @Test
    void retainsTenMinutesAndTenThousandSeriesByDefault() {
        assertThat(Limits.defaults().retainIdle()).isEqualTo(Duration.ofMinutes(10));
        assertThat(Limits.defaults().maxSeries()).isEqualTo(10_000);
    }
}
