package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-3, -3",
        "123456789012, 123456789012",
        "0.5, 0.5",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
        "1e300, 1.0E300"
    })
    void writesWholeNumbersWithoutAPoint(double value, String text) {
        assertThat(Numbers.text(value)).isEqualTo(text);
    }
}
