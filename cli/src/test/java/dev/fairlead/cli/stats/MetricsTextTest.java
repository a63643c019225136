package dev.fairlead.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricsTextTest {
    @Test
    void readsSamplesAndLeavesOutComments() {
        String page =
                """
                # HELP up Whether it is.
                # TYPE up gauge
                up 1

                requests_total{direction="inbound",dst="a:80"} 12 1700000000000
                latency_bucket{le="+Inf"} +Inf
                # EOF
                """;

        assertThat(MetricsText.parse(page))
                .containsExactly(
                        new Sample("up", Map.of(), 1),
                        new Sample(
                                "requests_total",
                                Map.of("direction", "inbound", "dst", "a:80"),
                                12),
                        new Sample(
                                "latency_bucket", Map.of("le", "+Inf"), Double.POSITIVE_INFINITY));
    }

    @Test
    void unescapesLabelValues() {
        String page = "a{rt_route=\"GET \\\"x\\\"\\\\,}\\n=\",b=\"\",} 1e3";

        Sample sample = MetricsText.parse(page).getFirst();

        assertThat(sample.label("rt_route")).isEqualTo("GET \"x\"\\,}\n=");
        assertThat(sample.label("b")).isEmpty();
        assertThat(sample.label("absent")).isEmpty();
        assertThat(sample.value()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a{", "a{b=\"", "a{b} 1", "a many", "{b=\"c\"} 1", "a{b=\"c\\"})
    void refusesWhatIsNoSample(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricsText.parse(line))
                .withMessageContaining(line);
    }
}
