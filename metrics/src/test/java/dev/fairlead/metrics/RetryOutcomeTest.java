package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryOutcomeTest {
    @Test
    void hasTheNamesOfTheManual() {
        assertThat(Arrays.stream(RetryOutcome.values()).map(RetryOutcome::label))
                .containsExactly(
                        "retried_ok",
                        "retried_failed",
                        "skipped_not_retryable",
                        "skipped_budget",
                        "skipped_body",
                        "skipped_committed",
                        "skipped_deadline",
                        "skipped_max",
                        "skipped_no_endpoint");
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsIndex(RetryOutcome outcome) {
        assertThat(RetryOutcome.ofIndex(outcome.index())).isSameAs(outcome);
    }
}
