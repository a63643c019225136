package dev.fairlead.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "+0,0",
        "-0,0",
        "0s,0",
        "1h30m,5400000000000",
        "1.5s,1500000000",
        "-5s,-5000000000",
        ".5s,500000000",
        "5.s,5000000000",
        "7µs,7000",
        "7μs,7000",
        "7us,7000",
        "1s1s,2000000000",
        "1h2m3.000000001s4ms5us6ns,3723004005007",
        "0.9ns,0",
        "+1.5h,5400000000000",
        "9223372036854775807ns,9223372036854775807",
        "-9223372036854775808ns,-9223372036854775808"
    })
    void readsWhatGoReads(String text, long nanos) {
        assertThat(GoDuration.parse(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "soonish|time: invalid duration \"soonish\"",
                "''|time: invalid duration \"\"",
                "-|time: invalid duration \"-\"",
                ".s|time: invalid duration \".s\"",
                "10|time: missing unit in duration \"10\"",
                "1s5|time: missing unit in duration \"1s5\"",
                "1d|time: unknown unit \"d\" in duration \"1d\"",
                "5 s|time: unknown unit \" s\" in duration \"5 s\"",
                "1é|time: unknown unit \"\\xc3\\xa9\" in duration \"1\\xc3\\xa9\"",
                "9223372036854775808ns|time: invalid duration \"9223372036854775808ns\"",
            })
    void refusesInTheWordsOfGo(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoDuration.parse(text))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0s",
        "1,1ns",
        "1100,1.1µs",
        "2200000,2.2ms",
        "3300000000,3.3s",
        "245000000000,4m5s",
        "245001000000,4m5.001s",
        "18367001000000,5h6m7.001s",
        "480000000001,8m0.000000001s",
        "3600000000000,1h0m0s",
        "-1500000000,-1.5s"
    })
    void writesAsGoWrites(long nanos, String text) {
        assertThat(GoDuration.format(Duration.ofNanos(nanos))).isEqualTo(text);
    }

    @Property
    void readsWhatItWrites(@ForAll long nanos) {
        Duration duration = Duration.ofNanos(nanos);

        assertThat(GoDuration.parse(GoDuration.format(duration))).isEqualTo(duration);
    }
}
