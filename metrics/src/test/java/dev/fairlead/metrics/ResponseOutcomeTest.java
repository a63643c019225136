package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseOutcomeTest {
    @Test
    void numbersEveryOutcome() {
        Set<Integer> numbers = new HashSet<>();

        for (int status = -1; status <= 16; status++) {
            numbers.add(new ResponseOutcome(true, status, ResponseError.NONE).index());
            numbers.add(new ResponseOutcome(false, status, ResponseError.NONE).index());
        }
        for (ResponseError error : ResponseError.values()) {
            if (error != ResponseError.NONE) {
                numbers.add(ResponseOutcome.of(error).index());
            }
        }

        assertThat(numbers).hasSize(ResponseOutcome.COUNT - 1);
        assertThat(numbers)
                .allSatisfy(number ->
                        assertThat(ResponseOutcome.ofIndex(number).index()).isEqualTo(number));
    }

    @Test
    void leavesRoomForTheLatencyKey() {
        assertThat(ResponseOutcome.COUNT).isLessThan(127);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "16, 16", "17, 2", "65535, 2", "-1, 2"})
    void takesUnknownGrpcStatusesForUnknown(int sent, int counted) {
        assertThat(ResponseOutcome.grpc(sent, false).grpcStatus()).isEqualTo(counted);
    }

    @Test
    void tellsAMissingGrpcStatusFromOneThatWasSent() {
        assertThat(ResponseOutcome.grpc(2, true).index())
                .isNotEqualTo(ResponseOutcome.grpc(2, false).index());
    }

    @ParameterizedTest
    @CsvSource({
        "0, h2(NO_ERROR)",
        "7, h2(REFUSED_STREAM)",
        "8, h2(CANCEL)",
        "11, h2(ENHANCE_YOUR_CALM)",
        "13, h2(HTTP_1_1_REQUIRED)",
        "14, h2(UNKNOWN)",
        "4294967295, h2(UNKNOWN)"
    })
    void namesHttp2Resets(long code, String label) {
        ResponseOutcome reset = ResponseOutcome.reset(code);

        assertThat(reset.error().label()).isEqualTo(label);
        assertThat(reset.classification()).isEqualTo("failure");
    }

    @Test
    void givesTheSameObjectEachTime() {
        assertThat(ResponseOutcome.reset(8)).isSameAs(ResponseOutcome.reset(8));
        assertThat(ResponseOutcome.grpc(14, false)).isSameAs(ResponseOutcome.grpc(14, false));
    }

    @Test
    void refusesContradictions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResponseOutcome(true, -1, ResponseError.TIMEOUT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResponseOutcome(false, 17, ResponseError.NONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResponseOutcome.of(ResponseError.NONE));
    }

    @Test
    void takesAnImpossibleStatusForNone() {
        assertThat(ClassKey.status(ClassKey.response(1000, ResponseOutcome.SUCCESS))).isZero();
        assertThat(ClassKey.status(ClassKey.response(99, ResponseOutcome.SUCCESS))).isZero();
        assertThat(ClassKey.status(ClassKey.response(999, ResponseOutcome.SUCCESS))).isEqualTo(999);
    }
}
