package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {
    private static final List<Integer> LINKERD =
            List.of(
                    1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 100, 200, 300, 400, 500, 1000, 2000, 3000,
                    4000, 5000, 10000, 20000, 30000, 40000, 50000);

    @Test
    void hasLinkerdsLatencyBounds() {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < Buckets.LATENCY_MS.count(); i++) {
            labels.add(Buckets.LATENCY_MS.label(i));
        }

        assertThat(labels).hasSize(26).endsWith("le=\"50000\"", "le=\"+Inf\"");
        assertThat(labels.subList(0, 25))
                .isEqualTo(LINKERD.stream().map(bound -> "le=\"" + bound + '"').toList());
    }

    @Test
    void countsAtABoundInItsBucketAndAboveInTheNext() {
        for (int i = 0; i < LINKERD.size(); i++) {
            assertThat(Buckets.LATENCY_MS.indexOf(LINKERD.get(i))).isEqualTo(i);
            assertThat(Buckets.LATENCY_MS.indexOf(LINKERD.get(i) + 1L)).isEqualTo(i + 1);
        }
        assertThat(Buckets.LATENCY_MS.indexOf(0)).isZero();
        assertThat(Buckets.LATENCY_MS.indexOf(Long.MAX_VALUE)).isEqualTo(25);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000, 100_000})
    void countsDetectDurationsAtABoundInItsBucketAndAboveInTheNext(int micros) {
        int at = List.of(1_000, 10_000, 100_000).indexOf(micros);

        assertThat(Buckets.DETECT_SECONDS.indexOf(micros - 1L)).isEqualTo(at);
        assertThat(Buckets.DETECT_SECONDS.indexOf(micros)).isEqualTo(at);
        assertThat(Buckets.DETECT_SECONDS.indexOf(micros + 1L)).isEqualTo(at + 1);
    }

    @Test
    void countsANegativeDurationAsZero() {
        HistogramCells cells = new HistogramCells(0, Buckets.LATENCY_MS);
        long[] sums = new long[27];

        cells.record(-5);
        cells.addTo(sums);

        assertThat(sums[0]).isEqualTo(1);
        assertThat(sums[26]).isZero();
        assertThat(cells.total()).isEqualTo(1);
    }
}
