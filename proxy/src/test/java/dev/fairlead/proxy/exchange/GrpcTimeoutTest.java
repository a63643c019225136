package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTimeoutTest {
    private static long read(String text) {
        return GrpcTimeout.read(new DefaultHttp2Headers().set("grpc-timeout", text));
    }

    @ParameterizedTest
    @CsvSource({
        "1n, PT0.000000001S",
        "20u, PT0.00002S",
        "300m, PT0.3S",
        "5S, PT5S",
        "6M, PT6M",
        "7H, PT7H",
        "99999999S, PT99999999S"
    })
    void valueAndUnitAreRead(String text, Duration expected) {
        assertThat(read(text)).isEqualTo(expected.toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "S", "5s", "-1S", "1.5S", "123456789S", "99999999H"})
    void whatIsNoTimeoutIsNone(String text) {
        assertThat(read(text)).isEqualTo(RetryPlan.NEVER);
    }

    @Test
    void noFieldIsNoTimeout() {
        assertThat(GrpcTimeout.read(new DefaultHttp2Headers())).isEqualTo(RetryPlan.NEVER);
    }

    @Property
    void whatIsWrittenIsReadAsNoMoreAndHardlyLess(
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE - 1) long nanos) {
        String text = GrpcTimeout.text(nanos);

        assertThat(text).matches("[0-9]{1,8}[numSMH]");
        assertThat(read(text)).isLessThanOrEqualTo(nanos);
        assertThat((double) read(text)).isGreaterThan(nanos * 0.9999);
    }
}
