package dev.fairlead.e2e;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends the requests of a plan through a sidecar, while servers come and go. */
final class ChaosRun {
    private static final int AT_ONCE = 100;
    private static final int LIMIT_SECONDS = 60;
    private static final long FLAP_MILLIS = 1500;
    private static final long DOWN_MILLIS = 300;

    private final ChaosPlan plan;
    private final List<RudeServer> servers;
    private final SplittableRandom random;
    private final ChaosTally tally = new ChaosTally();
    private final Semaphore room = new Semaphore(AT_ONCE);
    private int sent;

    ChaosRun(ChaosPlan plan, long seed, List<RudeServer> servers) {
        this.plan = plan;
        this.servers = List.copyOf(servers);
        this.random = new SplittableRandom(seed);
    }

    ChaosTally tally() {
        return tally;
    }

    /** How many requests were sent: those with the numbers from 0. */
    int sent() {
        return sent;
    }

    /**
     * Sends more requests, until so many were sent in all or the time is over.
     *
     * @param endNanos as {@link System#nanoTime}
     */
    void sendUpTo(int requests, long endNanos, int port) {
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            Map<Wire, Caller> clients = clients(port);
            var _ =
                    timer.scheduleWithFixedDelay(
                            () -> flap(timer), FLAP_MILLIS, FLAP_MILLIS, TimeUnit.MILLISECONDS);
            while (sent < requests && System.nanoTime() - endNanos < 0) {
                send(plan.step(sent), clients, timer);
                sent++;
            }
            acquire(AT_ONCE);
            room.release(AT_ONCE);
            clients.values().forEach(Caller::close);
            timer.shutdownNow();
        }
        servers.forEach(RudeServer::up);
    }

    private static Map<Wire, Caller> clients(int port) {
        Map<Wire, Caller> clients = new EnumMap<>(Wire.class);
        for (Wire wire : Wire.values()) {
            clients.put(wire, wire.caller(port));
        }
        return clients;
    }

    private void flap(ScheduledExecutorService timer) {
        RudeServer server = servers.get(random.nextInt(servers.size()));
        server.down();
        var _ = timer.schedule(server::up, DOWN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void send(
            ChaosPlan.Step step, Map<Wire, Caller> clients, ScheduledExecutorService timer) {
        acquire(1);
        Caller client = clients.get(step.wire());
        if (client == null) {
            throw new IllegalStateException("no client: " + step.wire());
        }
        Call call = client.start(step.question());
        call.whenEnded()
                .thenAccept(ending -> {
                    tally.ended(ending, step.wire());
                    room.release();
                })
                .exceptionally(_ -> null);
        if (step.isCancelled()) {
            var _ =
                    timer.schedule(
                            () -> client.cancel(call), step.cancelMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void acquire(int permits) {
        try {
            if (!room.tryAcquire(permits, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "no answer within " + LIMIT_SECONDS + " s: " + (sent - tally.all()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
