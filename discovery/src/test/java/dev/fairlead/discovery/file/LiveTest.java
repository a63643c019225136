package dev.fairlead.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LiveTest {
    private final AtomicReference<String> value = new AtomicReference<>("a");
    private final List<String> told = new ArrayList<>();
    private final AtomicInteger closes = new AtomicInteger();

    @Test
    void tellsAValueOnce() {
        Live<String> live = live();

        live.tell();
        live.tell();
        value.set("b");
        live.tell();

        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void tellsNothingAfterItIsClosed() {
        Live<String> live = live();
        live.close();

        live.tell();

        assertThat(told).isEmpty();
        assertThat(closes).hasValue(1);
    }

    @Test
    void outlivesAListenerThatFails() {
        var live =
                new Live<String>(
                        value::get,
                        now -> {
                            told.add(now);
                            throw new AssertionError("on purpose");
                        },
                        _ -> {});

        live.tell();
        value.set("b");
        live.tell();

        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void tellsAListenerThatChangesTheValueAgainAfterIt() {
        var self = new AtomicReference<Live<String>>();
        var live =
                new Live<String>(
                        value::get,
                        now -> {
                            told.add(now + " starts");
                            value.set("b");
                            self.get().tell();
                            told.add(now + " ends");
                        },
                        _ -> {});
        self.set(live);

        live.tell();

        assertThat(told).containsExactly("a starts", "a ends", "b starts", "b ends");
    }

    @Test
    void neverTellsFromTwoThreadsAtOnceAndAlwaysTheLast() throws InterruptedException {
        var latest = new AtomicInteger();
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var seen = new ArrayList<Integer>();
        var live =
                new Live<Integer>(
                        latest::get,
                        now -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            seen.add(now);
                            inside.decrementAndGet();
                        },
                        _ -> {});
        var start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> raise(start, latest, live)));
        }

        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(most).hasValue(1);
        assertThat(seen).isSorted().last().isEqualTo(4000);
    }

    private static void raise(CountDownLatch start, AtomicInteger latest, Live<Integer> live) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (int i = 0; i < 1000; i++) {
            latest.incrementAndGet();
            live.tell();
        }
    }

    private Live<String> live() {
        return new Live<String>(value::get, told::add, _ -> closes.incrementAndGet());
    }
}
