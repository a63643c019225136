package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.pool.ConnectFailure;
import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureKindTest {
    @ParameterizedTest
    @EnumSource
    void requestWithoutAConnectionIsUnsent(ConnectFailure failure) {
        assertThat(FailureKind.of(failure)).isEqualTo(FailureKind.UNSENT);
    }

    @ParameterizedTest
    @EnumSource
    void onlyARefusedStreamIsUnsent(Http2Error reset) {
        assertThat(FailureKind.of(reset, FailureKind.Heard.NOTHING))
                .isEqualTo(
                        reset == Http2Error.REFUSED_STREAM
                                ? FailureKind.UNSENT
                                : FailureKind.MAYBE_PROCESSED);
    }

    @ParameterizedTest
    @CsvSource({
        "UNSENT, Unsent",
        "CLOSED, MaybeProcessed",
        "MALFORMED, MaybeProcessed",
        "HEADERS_TOO_LARGE, MaybeProcessed"
    })
    void lostConnectionIsUnsentOnlyIfTheHeadWasNotWritten(ConnectionLoss loss, String kind) {
        assertThat(FailureKind.of(loss, FailureKind.Heard.NOTHING).getClass().getSimpleName())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentAgainOnceAHeadWasPassedOn(Http2Error reset) {
        assertThat(FailureKind.of(reset, FailureKind.Heard.PASSED_ON))
                .isEqualTo(FailureKind.COMMITTED);
        for (ConnectionLoss loss : ConnectionLoss.values()) {
            assertThat(FailureKind.of(loss, FailureKind.Heard.PASSED_ON))
                    .isEqualTo(FailureKind.COMMITTED);
        }
    }

    @Test
    void attemptThatTookTooLongIsUnsentUntilAConnectionCarriesIt() {
        assertThat(FailureKind.ofTimeout(false)).isEqualTo(FailureKind.UNSENT);
        assertThat(FailureKind.ofTimeout(true)).isEqualTo(FailureKind.MAYBE_PROCESSED);
    }
}
