package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.route.RetryBudgetPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryBudgetTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NANO = Duration.ofNanos(1);

    private final HandClock clock = new HandClock(HandClock.BEFORE_WRAP);

    /** The sequence of linkerd2-proxy's test {@code retry_uses_budget}. */
    @Test
    void firstFailureIsRetriedSecondRefusedAfterTtlRetried() {
        RetryBudget budget = budget(0.1, 1, SECOND);

        budget.deposit();
        boolean first = budget.withdraw();
        budget.deposit();
        boolean second = budget.withdraw();
        clock.advance(SECOND);
        budget.deposit();
        boolean third = budget.withdraw();

        assertThat(List.of(first, second, third)).containsExactly(true, false, true);
    }

    @Test
    void emptyBudgetRefuses() {
        RetryBudget budget = budget(1, 0, SECOND);

        assertThat(budget.withdraw()).isFalse();
    }

    @Test
    void depositLeaksAway() {
        RetryBudget budget = budget(1, 0, SECOND);
        budget.deposit();

        clock.advance(SECOND.multipliedBy(3));

        assertThat(budget.withdraw()).isFalse();
    }

    @Test
    void depositCountsForNineTenthsOfTheTtlAtLeast() {
        RetryBudget budget = budget(1, 0, SECOND);
        clock.advance(Duration.ofMillis(99));
        budget.deposit();

        clock.advance(Duration.ofMillis(900));

        assertThat(budget.withdraw()).isTrue();
    }

    @Test
    void depositIsForgottenWithItsTenth() {
        RetryBudget budget = budget(1, 0, SECOND);
        clock.advance(Duration.ofMillis(99));
        budget.deposit();

        clock.advance(Duration.ofMillis(901));

        assertThat(budget.withdraw()).isFalse();
    }

    @Test
    void partlyLeakedDepositsAddUp() {
        RetryBudget budget = budget(0.5, 0, SECOND);
        budget.deposit();
        clock.advance(Duration.ofMillis(301));
        budget.deposit();
        clock.advance(Duration.ofMillis(801));
        budget.deposit();

        assertThat(allowed(budget, 5)).as("the second and the third deposit").isEqualTo(1);
    }

    @Test
    void reserveIsMinimumTimesTtl() {
        assertThat(allowed(budget(1, 5, SECOND), 100)).isEqualTo(5);
        assertThat(allowed(budget(0, 10, Duration.ofSeconds(10)), 1000)).isEqualTo(100);
        assertThat(allowed(budget(1, 2, Duration.ofMillis(2500)), 100)).isEqualTo(5);
        assertThat(allowed(budget(0.5, 1, Duration.ofMillis(1999)), 100)).isEqualTo(1);
    }

    @Test
    void fractionOfTheReserveCounts() {
        RetryBudget budget = budget(0.5, 1, Duration.ofMillis(1500));

        budget.deposit();

        assertThat(allowed(budget, 5)).isEqualTo(2);
    }

    @Test
    void reserveComesBackByTenths() {
        RetryBudget budget = budget(0, 5, SECOND);
        allowed(budget, 2);
        clock.advance(Duration.ofMillis(500));
        allowed(budget, 3);

        clock.advance(Duration.ofMillis(500).minus(NANO));
        long early = allowed(budget, 5);
        clock.advance(NANO);
        long first = allowed(budget, 5);
        clock.advance(Duration.ofMillis(500));

        assertThat(early).isZero();
        assertThat(first).isEqualTo(2);
        assertThat(allowed(budget, 5)).isEqualTo(3);
    }

    @Test
    void retriesOfOneTenthAreForgottenWithItsLast() {
        RetryBudget budget = budget(0, 2, SECOND);
        budget.withdraw();
        clock.advance(Duration.ofMillis(90));
        budget.withdraw();

        clock.advance(Duration.ofMillis(910));
        long early = allowed(budget, 5);
        clock.advance(Duration.ofMillis(90));

        assertThat(early).isZero();
        assertThat(allowed(budget, 5)).isEqualTo(2);
    }

    @Test
    void zeroRatioLeavesTheReserveOnly() {
        RetryBudget budget = budget(0, 1, SECOND);

        deposit(budget, 1000);

        assertThat(allowed(budget, 1000)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 1000, 100",
        "0.2, 5, 1",
        "0.2, 4, 0",
        "0.3, 10, 3",
        "0.3, 1000, 300",
        "0.3, 9, 2",
        "0.4, 5, 2",
        "0.51, 100, 51",
        "0.7, 10, 7",
        "0.7, 1000, 700",
        "0.7, 9, 6",
        "0.000000001, 999999, 0",
        "1, 7, 7",
        "1.5, 2, 3",
        "2.5, 3, 7",
        "1000, 2, 2000"
    })
    void ratioIsExact(double ratio, int deposits, int retries) {
        RetryBudget budget = budget(ratio, 0, SECOND);

        deposit(budget, deposits);

        assertThat(allowed(budget, retries + 10)).isEqualTo(retries);
    }

    @Test
    void hugePolicyNeverRefuses() {
        RetryBudget budget = budget(1e300, Integer.MAX_VALUE, Duration.ofSeconds(Long.MAX_VALUE));
        deposit(budget, 3);

        clock.advance(Duration.ofDays(10_000));
        deposit(budget, 3);

        assertThat(allowed(budget, 10_000)).isEqualTo(10_000);
    }

    @Test
    void shortestTtlForgetsAtOnce() {
        RetryBudget budget = budget(1, 0, NANO);
        budget.deposit();
        boolean atOnce = budget.withdraw();
        budget.deposit();

        clock.advance(NANO);

        assertThat(atOnce).isTrue();
        assertThat(budget.withdraw()).isFalse();
    }

    @Test
    void samePolicyChangesNothing() {
        RetryBudget budget = budget(1, 2, SECOND);
        budget.deposit();
        allowed(budget, 2);

        budget.policy(new RetryBudgetPolicy(1, 2, SECOND));

        assertThat(allowed(budget, 5)).isEqualTo(1);
    }

    @Test
    void spentReserveStaysSpentUnderANewRatio() {
        RetryBudget budget = budget(0.5, 3, SECOND);
        allowed(budget, 3);

        budget.policy(new RetryBudgetPolicy(0.25, 3, SECOND));
        deposit(budget, 4);

        assertThat(allowed(budget, 5)).isEqualTo(1);
    }

    @Test
    void depositsKeepTheirWorthUnderANewRatio() {
        RetryBudget budget = budget(0.5, 0, SECOND);
        deposit(budget, 4);

        budget.policy(new RetryBudgetPolicy(0, 0, SECOND));
        deposit(budget, 4);

        assertThat(allowed(budget, 5)).isEqualTo(2);
    }

    @Test
    void largerMinimumAddsTheDifference() {
        RetryBudget budget = budget(0, 3, SECOND);
        allowed(budget, 3);

        budget.policy(new RetryBudgetPolicy(0, 5, SECOND));

        assertThat(allowed(budget, 5)).isEqualTo(2);
    }

    @Test
    void smallerMinimumLeavesADebt() {
        RetryBudget budget = budget(0, 5, SECOND);
        allowed(budget, 5);

        budget.policy(new RetryBudgetPolicy(1, 2, SECOND));
        deposit(budget, 4);

        assertThat(allowed(budget, 5)).as("2 + 4 - 5").isEqualTo(1);
    }

    @Test
    void longerTtlKeepsWhatStillCounts() {
        RetryBudget budget = budget(1, 0, SECOND);
        deposit(budget, 3);
        budget.withdraw();

        budget.policy(new RetryBudgetPolicy(1, 0, Duration.ofSeconds(60)));
        clock.advance(Duration.ofSeconds(50));

        assertThat(allowed(budget, 5)).isEqualTo(2);
    }

    @Test
    void longerTtlRevivesNothing() {
        RetryBudget budget = budget(1, 1, SECOND);
        deposit(budget, 3);
        budget.withdraw();
        clock.advance(SECOND.multipliedBy(2));

        budget.policy(new RetryBudgetPolicy(1, 1, Duration.ofSeconds(10)));

        assertThat(allowed(budget, 20)).isEqualTo(10);
    }

    @Test
    void shorterTtlDropsWhatIsOlder() {
        RetryBudget budget = budget(1, 0, Duration.ofSeconds(10));
        deposit(budget, 3);
        clock.advance(Duration.ofSeconds(5));
        deposit(budget, 2);

        budget.policy(new RetryBudgetPolicy(1, 0, SECOND));

        assertThat(allowed(budget, 9)).isEqualTo(2);
    }

    @Test
    void ledgerStaysSmallHoweverOftenThePolicyChanges() {
        RetryBudgetPolicy one = new RetryBudgetPolicy(1, 0, Duration.ofSeconds(60));
        RetryLedger ledger = RetryLedger.empty(one, 0);

        for (int i = 1; i <= 1000; i++) {
            ledger.deposit();
            ledger = ledger.withdraw(i).under(new RetryBudgetPolicy(i, 0, one.ttl()), i);
        }

        assertThat(ledger.earlier()).hasSize(RetryLedger.MAX_TENTHS);
        long worth = 1 + 999L * 1000 / 2;
        assertThat(ledger.balance(1000)).isEqualTo((worth - 1000) * RetryBudget.RETRY);
    }

    @Test
    void threadsTogetherGetExactlyWhatThereIs() throws Exception {
        RetryBudget budget = budget(0.3, 0, Duration.ofSeconds(60));

        inFourThreads(() -> deposit(budget, 25_000));
        List<Long> allowed = inFourThreads(() -> allowed(budget, 25_000));

        assertThat(allowed.stream().mapToLong(Long::longValue).sum()).isEqualTo(30_000);
    }

    @Test
    void threadsLoseNoDepositWhileTenthsOpen() throws Exception {
        RetryBudget budget = budget(1, 0, Duration.ofSeconds(60));

        inFourThreads(() -> {
            for (int i = 0; i < 10_000; i++) {
                clock.advanceNanos(1_000_000);
                budget.deposit();
            }
            return 0L;
        });

        assertThat(allowed(budget, 50_000)).isEqualTo(40_000);
    }

    private RetryBudget budget(double ratio, int minRetriesPerSecond, Duration ttl) {
        return new RetryBudget(new RetryBudgetPolicy(ratio, minRetriesPerSecond, ttl), clock);
    }

    private static long deposit(RetryBudget budget, int times) {
        for (int i = 0; i < times; i++) {
            budget.deposit();
        }
        return times;
    }

    /** How many of so many retries are allowed. */
    private static long allowed(RetryBudget budget, int asked) {
        long allowed = 0;
        for (int i = 0; i < asked; i++) {
            allowed += budget.withdraw() ? 1 : 0;
        }
        return allowed;
    }

    private interface Work {
        long run();
    }

    private static List<Long> inFourThreads(Work work)
            throws InterruptedException, ExecutionException {
        CountDownLatch ready = new CountDownLatch(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(
                        threads.submit(() -> {
                            ready.countDown();
                            ready.await();
                            return work.run();
                        }));
            }
            List<Long> results = new ArrayList<>();
            for (Future<Long> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}
