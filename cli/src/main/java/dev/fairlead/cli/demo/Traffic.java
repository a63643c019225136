package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.shop.Ledger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The visitors: rounds of {@link Visit}s at a fixed rate, whether or not earlier ones have been
 * answered, up to {@link #MAX_OPEN} at a time. It writes down what it sent.
 */
final class Traffic implements AutoCloseable {
    private static final int MAX_OPEN = 256;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final InetSocketAddress webapp;
    private final Ledger ledger;
    private final int perSecond;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
    private final ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore open = new Semaphore(MAX_OPEN);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);

    /**
     * @param webapp the inbound listener of webapp's sidecar
     * @param perSecond how many visits, at least 1
     */
    Traffic(InetSocketAddress webapp, Ledger ledger, int perSecond) {
        this.webapp = webapp;
        this.ledger = ledger;
        this.perSecond = perSecond;
    }

    /**
     * Starts.
     *
     * @param visits how many there will be in all
     */
    void start(long visits) {
        Thread.ofVirtual().name("traffic").start(() -> run(visits));
    }

    /** Waits until the last visit has ended. */
    void awaitEnd() throws InterruptedException {
        finished.await();
    }

    /** Waits for the end, for a while. */
    boolean awaitEnd(Duration time) throws InterruptedException {
        return finished.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends it at once; what is under way is given up. */
    @Override
    public void close() {
        stopped.set(true);
        client.shutdownNow();
        visitors.shutdownNow();
    }

    private void run(long visits) {
        long start = System.nanoTime();
        try {
            for (long number = 0; number < visits && !stopped.get(); number++) {
                long due = start + number * TimeUnit.SECONDS.toNanos(1) / perSecond;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                open.acquire();
                Visit visit = Visit.ROUND.get((int) (number % Visit.ROUND.size()));
                visitors.execute(() -> send(visit));
            }
            open.acquire(MAX_OPEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: nobody waits for the rest.
            stopped.set(true);
        } finally {
            finished.countDown();
        }
    }

    private void send(Visit visit) {
        URI uri = URI.create("http://127.0.0.1:" + webapp.getPort() + visit.path());
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .method(visit.method(), BodyPublishers.noBody())
                        .timeout(TIMEOUT)
                        .build();
        boolean success = false;
        try {
            success = client.send(request, BodyHandlers.discarding()).statusCode() < 500;
        } catch (IOException e) {
            success = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ledger.add(visit.route(), success);
            open.release();
        }
    }
}
