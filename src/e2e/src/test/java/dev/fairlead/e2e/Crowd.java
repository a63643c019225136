package dev.fairlead.e2e;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sends many requests, and waits until all of them have ended. */
final class Crowd {
    private static final int LIMIT_SECONDS = 60;
    private static final int TICKS_PER_SECOND = 100;

    private Crowd() {}

    /** Sends requests, so many at a time, one as soon as another has ended. */
    static List<Call> send(Caller client, int requests, int atOnce, Supplier<Question> next) {
        Queue<Call> calls = new ConcurrentLinkedQueue<>();
        Semaphore room = new Semaphore(atOnce);
        for (int i = 0; i < requests; i++) {
            acquire(room, 1);
            Call call = client.start(next.get());
            calls.add(call);
            call.whenEnded().whenComplete((_, _) -> room.release()).exceptionally(_ -> null);
        }
        acquire(room, atOnce);
        return List.copyOf(calls);
    }

    private static void acquire(Semaphore room, int permits) {
        try {
            if (!room.tryAcquire(permits, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("calls do not end within " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends requests at a steady rate, whether others have ended or not. */
    static List<Call> sendAtRate(
            Caller client, int perSecond, int seconds, Supplier<Question> next) {
        Queue<Call> calls = new ConcurrentLinkedQueue<>();
        int all = perSecond * seconds;
        Semaphore sent = new Semaphore(0);
        Runnable tick =
                () -> {
                    for (int i = 0; i < perSecond / TICKS_PER_SECOND && calls.size() < all; i++) {
                        calls.add(client.start(next.get()));
                        sent.release();
                    }
                };
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> ticking =
                    timer.scheduleAtFixedRate(
                            tick, 0, 1000 / TICKS_PER_SECOND, TimeUnit.MILLISECONDS);
            acquire(sent, all);
            ticking.cancel(false);
        }
        calls.forEach(Call::ending);
        return List.copyOf(calls);
    }

    /** How many were answered with this status. */
    static long answered(List<Call> calls, int status) {
        return calls.stream()
                .filter(call ->
                        call.ending() instanceof Ending.Answered(Reply reply)
                                && reply.status() == status)
                .count();
    }
}
