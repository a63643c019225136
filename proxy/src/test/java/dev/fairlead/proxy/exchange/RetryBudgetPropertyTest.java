package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.route.RetryBudgetPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/**
 * The budget against {@link RetryBudgetModel}. Both are told the same deposits and the retries that
 * the budget allowed. Whenever the budget allows one, so does the model that rounds up; whenever
 * the model that rounds down allows one, so does the budget.
 */
class RetryBudgetPropertyTest {
    /** One thing that happens. */
    sealed interface Step {
        record Deposits(int count) implements Step {}

        record Withdrawals(int count) implements Step {}

        record Time(long nanos) implements Step {}

        record Policy(RetryBudgetPolicy policy) implements Step {}
    }

    private static final class Play {
        final HandClock clock = new HandClock(HandClock.BEFORE_WRAP);
        final RetryBudget budget;
        final RetryBudgetModel most;
        final RetryBudgetModel least;

        Play(RetryBudgetPolicy policy) {
            budget = new RetryBudget(policy, clock);
            most = new RetryBudgetModel(policy, RetryBudgetModel.Rounding.UP);
            least = new RetryBudgetModel(policy, RetryBudgetModel.Rounding.DOWN);
        }

        void act(Step step) {
            switch (step) {
                case Step.Deposits deposits -> repeat(deposits.count, this::deposit);
                case Step.Withdrawals withdrawals -> repeat(withdrawals.count, this::withdraw);
                case Step.Time time -> clock.advanceNanos(time.nanos);
                case Step.Policy change -> policy(change.policy);
            }
        }

        private static void repeat(int times, Runnable action) {
            for (int i = 0; i < times; i++) {
                action.run();
            }
        }

        private void deposit() {
            budget.deposit();
            most.deposited(clock.getAsLong());
            least.deposited(clock.getAsLong());
        }

        private void withdraw() {
            long nowNanos = clock.getAsLong();
            boolean allowed = budget.withdraw();
            if (allowed) {
                assertThat(most.allows(nowNanos)).as("allowed").isTrue();
                most.retried(nowNanos);
                least.retried(nowNanos);
            } else {
                assertThat(least.allows(nowNanos)).as("not refused").isFalse();
            }
        }

        private void policy(RetryBudgetPolicy next) {
            budget.policy(next);
            most.policy(next, clock.getAsLong());
            least.policy(next, clock.getAsLong());
        }
    }

    @Provide
    Arbitrary<RetryBudgetPolicy> policies() {
        Arbitrary<Double> ratios = Arbitraries.of(0.0, 0.1, 0.2, 0.3, 0.7, 1.0, 1.7, 20.0);
        Arbitrary<Integer> minimums = Arbitraries.of(0, 1, 2, 7);
        Arbitrary<Duration> ttls =
                Arbitraries.of(1000L, 1500L, 2777L, 10_000L, 3L).map(Duration::ofMillis);
        return Combinators.combine(ratios, minimums, ttls).as(RetryBudgetPolicy::new);
    }

    /** At most fifteen changes of policy, as more within a {@code ttl} are remembered coarsely. */
    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        plainSteps().list().ofMaxSize(150),
                        policies().list().ofMaxSize(15),
                        Arbitraries.randomValue(random -> random))
                .as((plain, changes, random) -> {
                    List<Step> all = new ArrayList<>(plain);
                    for (RetryBudgetPolicy change : changes) {
                        all.add(random.nextInt(all.size() + 1), new Step.Policy(change));
                    }
                    return all;
                });
    }

    @Provide
    Arbitrary<Step> plainSteps() {
        Arbitrary<Long> times =
                Arbitraries.oneOf(
                        Arbitraries.longs().between(0, 1_500_000_000),
                        Arbitraries.longs().between(0, 15_000_000_000L),
                        Arbitraries.of(
                                1L,
                                99_999_999L,
                                100_000_000L,
                                500_000_000L,
                                900_000_000L,
                                999_999_999L,
                                1_000_000_000L));
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 20).map(Step.Deposits::new),
                Arbitraries.integers().between(1, 20).map(Step.Withdrawals::new),
                times.map(Step.Time::new));
    }

    @Property(tries = 1000)
    void allowsWhatTheModelAllows(
            @ForAll("policies") RetryBudgetPolicy policy,
            @ForAll @Size(max = 200) List<@From("plainSteps") Step> steps) {
        Play play = new Play(policy);

        steps.forEach(play::act);
        play.act(new Step.Withdrawals(200));
    }

    @Property(tries = 1000)
    void allowsWhatTheModelAllowsWhenThePolicyChanges(
            @ForAll("policies") RetryBudgetPolicy policy, @ForAll("steps") List<Step> steps) {
        Play play = new Play(policy);

        steps.forEach(play::act);
        play.act(new Step.Withdrawals(200));
    }
}
