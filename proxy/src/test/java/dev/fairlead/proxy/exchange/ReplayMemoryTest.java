package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ReplayMemoryTest {
    @Test
    void grantsUpToTheCap() {
        ReplayMemory memory = new ReplayMemory(100);

        assertThat(memory.reserve(60)).isTrue();
        assertThat(memory.reserve(40)).isTrue();
        assertThat(memory.reserve(1)).isFalse();
        assertThat(memory.used()).isEqualTo(100);
    }

    @Test
    void refusesTheWholeOrNothing() {
        ReplayMemory memory = new ReplayMemory(100);
        memory.reserve(60);

        assertThat(memory.reserve(41)).isFalse();
        assertThat(memory.used()).isEqualTo(60);
    }

    @Test
    void takesBackWhatWasReserved() {
        ReplayMemory memory = new ReplayMemory(100);
        memory.reserve(60);

        memory.release(50);

        assertThat(memory.reserve(90)).isTrue();
        assertThat(memory.used()).isEqualTo(100);
    }

    @Test
    void largestCapDoesNotOverflow() {
        ReplayMemory memory = new ReplayMemory(Long.MAX_VALUE);
        memory.reserve(Integer.MAX_VALUE);

        assertThat(memory.reserve(Integer.MAX_VALUE)).isTrue();
    }

    @Test
    void emptyMemoryGrantsNothingButNothing() {
        ReplayMemory memory = new ReplayMemory(0);

        assertThat(memory.reserve(0)).isTrue();
        assertThat(memory.reserve(1)).isFalse();
    }

    @Test
    void negativeCapIsRefused() {
        assertThatThrownBy(() -> new ReplayMemory(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capBytes: -1 (expected: >= 0)");
    }

    @Test
    void threadsNeverHoldMoreThanTheCap() throws Exception {
        ReplayMemory memory = new ReplayMemory(100);
        List<Future<Long>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                running.add(threads.submit(() -> mostSeen(memory)));
            }
        }

        for (Future<Long> one : running) {
            assertThat(one.get()).isLessThanOrEqualTo(100);
        }
        assertThat(memory.used()).isZero();
    }

    private static long mostSeen(ReplayMemory memory) {
        long most = 0;
        for (int i = 0; i < 20_000; i++) {
            if (memory.reserve(40)) {
                most = Math.max(most, memory.used());
                memory.release(40);
            }
        }
        return most;
    }
}
