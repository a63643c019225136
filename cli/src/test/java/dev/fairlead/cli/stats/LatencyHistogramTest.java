package dev.fairlead.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LatencyHistogramTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** 4 values to 1 ms, 4 from 1 to 2, none from 2 to 10, 2 above. */
    private static final LatencyHistogram TEN =
            histogram(Map.of(1.0, 4L, 2.0, 8L, 10.0, 8L, INFINITY, 10L));

    @ParameterizedTest
    @CsvSource({"0,0", "0.1,0.25", "0.4,1", "0.5,1.25", "0.8,2", "0.81,10", "1,10"})
    void interpolatesInsideTheBucket(double q, double expected) {
        assertThat(TEN.quantile(q)).isEqualTo(expected);
    }

    @Test
    void leavesOutEmptyBucketsAtTheStart() {
        LatencyHistogram slow = histogram(Map.of(1.0, 0L, 100.0, 0L, 200.0, 2L, INFINITY, 2L));

        assertThat(slow.quantile(0)).isEqualTo(100);
        assertThat(slow.quantile(0.5)).isEqualTo(150);
    }

    @Test
    void hasNoQuantileWithoutValues() {
        assertThat(LatencyHistogram.EMPTY.quantile(0.5)).isNaN();
        assertThat(histogram(Map.of(1.0, 0L, INFINITY, 0L)).quantile(0.5)).isNaN();
    }

    @Test
    void addsAndSubtractsBucketByBucket() {
        LatencyHistogram other = histogram(Map.of(1.0, 1L, 2.0, 1L, 10.0, 1L, INFINITY, 3L));

        assertThat(TEN.plus(other).count()).isEqualTo(13);
        assertThat(TEN.plus(other).minus(TEN)).isEqualTo(other);
        assertThat(TEN.minus(LatencyHistogram.EMPTY)).isEqualTo(TEN);
    }

    @Test
    void refusesAHistogramWithoutItsLastBucket() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> histogram(Map.of(1.0, 1L)))
                .withMessageContaining("the last one infinite");
        assertThatIllegalArgumentException().isThrownBy(() -> TEN.quantile(1.1));
    }

    private static LatencyHistogram histogram(Map<Double, Long> cumulative) {
        return new LatencyHistogram(new TreeMap<>(cumulative));
    }
}
