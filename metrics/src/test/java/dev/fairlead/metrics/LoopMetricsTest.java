package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LoopMetricsTest {
    private static final String DST = "books.default.svc.cluster.local:7002";
    private static final String ROUTE =
            "direction=\"inbound\",dst=\"books.default.svc.cluster.local:7002\",rt_route=\"a\"";
    private static final String SERIES = "route_request_total{" + ROUTE + '}';

    private final ProxyMetrics metrics = ProxyMetrics.create(Limits.defaults());

    @Test
    void sumsLoops() {
        HttpMeters first = metrics.forLoop().route(Direction.INBOUND, DST, TestLabels.route("a"));
        HttpMeters second = metrics.forLoop().route(Direction.INBOUND, DST, TestLabels.route("a"));

        first.request();
        second.request();
        second.response(200, ResponseOutcome.SUCCESS);
        first.response(200, ResponseOutcome.SUCCESS);
        first.response(500, ResponseOutcome.FAILURE);

        assertThat(Scrape.of(metrics).value(SERIES)).isEqualTo(2);
        assertThat(first.requests()).isEqualTo(2);
        assertThat(second.successes()).isEqualTo(2);
        assertThat(second.failures()).isEqualTo(1);
    }

    @Test
    void sharesCellsBetweenHandlesOfTheSameLabels() {
        LoopMetrics loop = metrics.forLoop();
        HttpMeters first = loop.route(Direction.INBOUND, DST, TestLabels.route("a"));
        HttpMeters second = loop.route(Direction.INBOUND, DST, TestLabels.route("a"));

        first.request();
        second.request();

        assertThat(Scrape.of(metrics).samples("route_request_total"))
                .containsExactly(SERIES + " 2");
    }

    @Test
    void losesNothingWhileLoopsCountAndAScraperReads() throws InterruptedException {
        int rounds = 2_000_000;
        CountDownLatch scraped = new CountDownLatch(1);
        Thread first = loopThread(rounds, scraped);
        Thread second = loopThread(rounds, scraped);
        AtomicBoolean done = new AtomicBoolean();
        AtomicBoolean fell = new AtomicBoolean();
        Thread scraper = new Thread(() -> scrapeUntil(done, fell, scraped));

        scraper.start();
        first.start();
        second.start();
        first.join();
        second.join();
        done.set(true);
        scraper.join();

        assertThat(fell).isFalse();
        assertCounted(2L * rounds);
    }

    @Test
    void refusesAMeterOfAnotherKind() {
        LoopMetrics loop = metrics.forLoop();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.counter(ProxyMeter.ROUTE_REQUEST, "inbound"))
                .withMessageContaining("meter: ROUTE_REQUEST");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.histogram(ProxyMeter.PROXY_ERROR, "inbound", "x"))
                .withMessageContaining("meter: PROXY_ERROR");
    }

    @Test
    void refusesAnotherNumberOfLabelValues() {
        LoopMetrics loop = metrics.forLoop();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.counter(ProxyMeter.PROXY_ERROR, "inbound"))
                .withMessageContaining("values: 1 (expected: 2");
    }

    private void assertCounted(long times) {
        Scrape page = Scrape.of(metrics);
        String ok = ROUTE + ",status_code=\"200\"";
        String success = ok + ",classification=\"success\",grpc_status=\"\",error=\"\"";
        assertThat(page.lines())
                .contains(
                        "route_request_total{" + ROUTE + "} " + times,
                        "route_response_total{" + success + "} " + times,
                        "route_response_latency_ms_count{" + ok + "} " + times,
                        "route_response_latency_ms_sum{" + ok + "} " + 3 * times);
    }

    private Thread loopThread(int rounds, CountDownLatch scraped) {
        LoopMetrics loop = metrics.forLoop();
        return new Thread(() -> {
            HttpMeters route = loop.route(Direction.INBOUND, DST, TestLabels.route("a"));
            awaitUninterruptibly(scraped);
            for (int i = 0; i < rounds; i++) {
                route.request();
                route.latency(200, 3);
                route.response(200, ResponseOutcome.SUCCESS);
            }
            route.close();
        });
    }

    private void scrapeUntil(AtomicBoolean done, AtomicBoolean fell, CountDownLatch scraped) {
        double last = 0;
        while (!done.get()) {
            Scrape page = Scrape.of(metrics);
            double now = page.samples(SERIES).isEmpty() ? 0 : page.value(SERIES);
            if (now < last) {
                fell.set(true);
            }
            last = now;
            scraped.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
