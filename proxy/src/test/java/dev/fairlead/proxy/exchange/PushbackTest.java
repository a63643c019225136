package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushbackTest {
    private static Http2Headers fields(String name, String value) {
        return new DefaultHttp2Headers().set(name, value);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1000", "120, 120000"})
    void retryAfterIsInSeconds(String value, long millis) {
        assertThat(Pushback.of(fields("retry-after", value)))
                .isEqualTo(new Pushback(Duration.ofMillis(millis).toNanos(), false));
    }

    @Test
    void retryAfterAsADateIsRelativeToTheServersClock() {
        Http2Headers fields =
                fields("retry-after", "Sun, 22 Nov 2026 21:00:07 GMT")
                        .set("date", "Sun, 22 Nov 2026 21:00:05 GMT");

        assertThat(Pushback.of(fields).nanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void dateThatHasPassedAsksForNothing() {
        Http2Headers fields =
                fields("retry-after", "Sun, 22 Nov 2026 21:00:01 GMT")
                        .set("date", "Sun, 22 Nov 2026 21:00:05 GMT");

        assertThat(Pushback.of(fields).nanos()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "", "1.5", "9999999999"})
    void retryAfterThatCannotBeReadAsksForNothing(String value) {
        assertThat(Pushback.of(fields("retry-after", value))).isEqualTo(Pushback.NONE);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "25, 25", "60000, 60000"})
    void grpcPushbackIsInMilliseconds(String value, long millis) {
        assertThat(Pushback.of(fields("grpc-retry-pushback-ms", value)))
                .isEqualTo(new Pushback(Duration.ofMillis(millis).toNanos(), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "", "1.5"})
    void grpcPushbackThatIsNoNumberForbidsToRetry(String value) {
        assertThat(Pushback.of(fields("grpc-retry-pushback-ms", value)).never()).isTrue();
    }

    @Test
    void silenceAsksForNothing() {
        assertThat(Pushback.of(new DefaultHttp2Headers())).isEqualTo(Pushback.NONE);
    }
}
