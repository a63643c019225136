package dev.fairlead.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassificationTest {

    @Test
    void firstClassThatHoldsDecides() {
        ResponseClasses classes =
                ResponseClasses.of(
                        List.of(
                                new ResponseClass(range(500, 503), false),
                                new ResponseClass(range(500, 599), true)));

        assertThat(classes.verdict(503)).isEqualTo(Verdict.SUCCESS);
        assertThat(classes.verdict(504)).isEqualTo(Verdict.FAILURE);
        assertThat(classes.verdict(499)).isEqualTo(Verdict.UNMATCHED);
    }

    @Test
    void oneBoundMeansThatCode() {
        var least = new ResponseCondition.Status(OptionalInt.of(404), OptionalInt.empty());
        var most = new ResponseCondition.Status(OptionalInt.empty(), OptionalInt.of(404));

        assertThat(IntStream.range(100, 600).filter(least::holds)).containsExactly(404);
        assertThat(IntStream.range(100, 600).filter(most::holds)).containsExactly(404);
    }

    @Test
    void conditionsCompose() {
        ResponseCondition condition =
                new ResponseCondition.All(
                        List.of(
                                new ResponseCondition.Any(
                                        List.of(range(400, 499), range(500, 500))),
                                new ResponseCondition.Not(range(404, 404))));

        assertThat(condition.holds(404)).isFalse();
        assertThat(condition.holds(405)).isTrue();
        assertThat(condition.holds(500)).isTrue();
        assertThat(condition.holds(501)).isFalse();
    }

    @Test
    void emptyListsHoldAlwaysAndNever() {
        assertThat(new ResponseCondition.All(List.of()).holds(200)).isTrue();
        assertThat(new ResponseCondition.Any(List.of()).holds(200)).isFalse();
        assertThat(ResponseClasses.of(List.of()).isEmpty()).isTrue();
        assertThat(ResponseClasses.NONE.verdict(500)).isEqualTo(Verdict.UNMATCHED);
    }

    @Test
    void refusesRangesWithoutMeaning() {
        assertThatIllegalArgumentException().isThrownBy(() -> range(599, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> range(99, 100));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ResponseCondition.Status(OptionalInt.empty(), OptionalInt.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "14,14",
        "16,16",
        "17,2",
        "65535,2",
        "65536,-1",
        "'',-1",
        "x,-1",
        "-1,-1",
        "+5,5",
        "+,-1",
        "007,7",
        "99999999999999999999,-1",
        "' 3',-1",
        "3.0,-1"
    })
    void readsGrpcStatus(String text, int code) {
        assertThat(GrpcStatus.parse(text)).isEqualTo(code);
    }

    @Test
    void sixGrpcCodesAreFailures() {
        assertThat(IntStream.range(-1, 40).filter(GrpcStatus::isFailure))
                .containsExactly(2, 4, 7, 13, 14, 15);
    }

    @ParameterizedTest
    @CsvSource({
        "application/grpc,true",
        "application/grpc+proto,true",
        "application/grpc;charset=x,true",
        "application/json,false",
        "application/grp,false",
        "'',false"
    })
    void knowsGrpcByItsContentType(String contentType, boolean grpc) {
        assertThat(GrpcStatus.isGrpc(contentType)).isEqualTo(grpc);
    }

    private static ResponseCondition.Status range(int min, int max) {
        return new ResponseCondition.Status(OptionalInt.of(min), OptionalInt.of(max));
    }
}
