package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.route.RetryBudgetPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RetryBudgetsTest {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final RetryBudgetPolicy THREE =
            new RetryBudgetPolicy(0, 3, Duration.ofSeconds(1));
    private static final RetryBudgetPolicy ONE_TO_ONE = new RetryBudgetPolicy(1, 0, TTL);

    private final HandClock clock = new HandClock(HandClock.BEFORE_WRAP);
    private final RetryBudgets budgets = new RetryBudgets(clock);

    @Test
    void holdersOfOneKeyShareABudget() {
        RetryBudget here = budgets.hold("books:80", THREE);
        RetryBudget there = budgets.hold("books:80", THREE);

        here.withdraw();
        there.withdraw();

        assertThat(there.withdraw()).isTrue();
        assertThat(here.withdraw()).isFalse();
    }

    @Test
    void holdersOfOtherKeysDoNot() {
        spend(budgets.hold("books:80", THREE));

        assertThat(budgets.hold("books:81", THREE).withdraw()).isTrue();
    }

    @Test
    void policyThatIsInForceStays() {
        RetryBudget before = budgets.hold("books:80", THREE);
        spend(before);

        budgets.hold("books:80", new RetryBudgetPolicy(0, 4, THREE.ttl()));

        assertThat(before.withdraw()).isFalse();
    }

    @Test
    void budgetThatIsAskedForAgainIsStillSpent() {
        spend(budgets.hold("books:80", THREE));
        budgets.release("books:80");

        clock.advance(THREE.ttl().minusNanos(1));

        assertThat(budgets.hold("books:80", THREE).withdraw()).isFalse();
    }

    @Test
    void depositsOutliveAGapToo() {
        budgets.hold("books:80", ONE_TO_ONE).deposit();
        budgets.release("books:80");

        clock.advance(Duration.ofSeconds(5));
        budgets.hold("other:80", ONE_TO_ONE);

        assertThat(budgets.hold("books:80", ONE_TO_ONE).withdraw()).isTrue();
    }

    @Test
    void budgetThatNobodyHoldsIsForgottenWhenNothingInItCounts() {
        budgets.hold("books:80", ONE_TO_ONE).deposit();
        budgets.hold("films:80", THREE).withdraw();
        budgets.release("books:80");
        budgets.release("films:80");
        int fresh = budgets.size();

        clock.advance(THREE.ttl());
        budgets.hold("other:80", THREE);
        int afterASecond = budgets.size();
        clock.advance(TTL);
        budgets.release("other:80");

        assertThat(fresh).as("books and films").isEqualTo(2);
        assertThat(afterASecond).as("books and other").isEqualTo(2);
        assertThat(budgets.size()).isZero();
    }

    @Test
    void budgetThatWasNeverUsedIsForgottenAtOnce() {
        budgets.hold("books:80", THREE);
        budgets.hold("books:80", THREE);

        budgets.release("books:80");
        int held = budgets.size();
        budgets.release("books:80");

        assertThat(held).isEqualTo(1);
        assertThat(budgets.size()).isZero();
    }

    @Test
    void budgetThatIsHeldIsNeverForgotten() {
        RetryBudget held = budgets.hold("books:80", THREE);
        budgets.hold("books:80", THREE);
        budgets.release("books:80");

        clock.advance(TTL.multipliedBy(100));
        budgets.hold("other:80", THREE);

        assertThat(budgets.hold("books:80", THREE)).isSameAs(held);
    }

    @Test
    void onlyWhatIsHeldCanBeReleased() {
        budgets.hold("books:80", THREE);
        budgets.release("books:80");

        assertThatThrownBy(() -> budgets.release("books:80"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("key: books:80 (expected: one that is held)");
        assertThatThrownBy(() -> budgets.release("films:80"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void unheldBudgetsAreBoundedInNumber() {
        useAndRelease(RetryBudgets.MAX_UNHELD + 10);

        int full = budgets.size();
        clock.advance(TTL);
        budgets.hold("books:80", THREE);

        assertThat(full).isEqualTo(RetryBudgets.MAX_UNHELD);
        assertThat(budgets.size()).isEqualTo(1);
    }

    @Test
    void holdingMakesRoomAmongTheUnheld() {
        useAndRelease(RetryBudgets.MAX_UNHELD);

        budgets.hold("s0", THREE);
        spend(budgets.hold("last", THREE));
        budgets.release("last");

        assertThat(budgets.hold("last", THREE).withdraw()).isFalse();
    }

    private void useAndRelease(int count) {
        for (int i = 0; i < count; i++) {
            budgets.hold("s" + i, THREE).withdraw();
            budgets.release("s" + i);
        }
    }

    @Test
    void threadsComeAndGoTogether() throws Exception {
        CountDownLatch ready = new CountDownLatch(4);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                running.add(threads.submit(() -> comeAndGo(ready)));
            }
        }

        for (Future<?> one : running) {
            one.get();
        }
        clock.advance(TTL);
        budgets.hold("other:80", THREE);
        assertThat(budgets.size()).isEqualTo(1);
    }

    private void comeAndGo(CountDownLatch ready) {
        ready.countDown();
        for (int i = 0; i < 10_000; i++) {
            clock.advance(Duration.ofMillis(10));
            budgets.hold("books:80", THREE).withdraw();
            budgets.release("books:80");
        }
    }

    private static void spend(RetryBudget budget) {
        for (int i = 0; i < 3; i++) {
            assertThat(budget.withdraw()).isTrue();
        }
        assertThat(budget.withdraw()).isFalse();
    }
}
