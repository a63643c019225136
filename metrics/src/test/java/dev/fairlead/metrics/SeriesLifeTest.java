package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesLifeTest {
    private static final String DST = "books:7002";
    private static final Duration RETAIN = Duration.ofMinutes(10);
    private static final Duration TICK = Duration.ofNanos(1);

    private final ManualClock clock = new ManualClock();

    @Test
    void dropsWhatNothingHoldsAfterItsIdleTime() {
        ProxyMetrics metrics = metrics(100);
        HttpMeters route = metrics.forLoop().route(Direction.INBOUND, DST, TestLabels.route("a"));
        route.request();
        route.response(200, ResponseOutcome.SUCCESS);
        route.close();

        assertThat(requests(metrics)).hasSize(1);
        clock.advance(RETAIN);
        assertThat(requests(metrics)).hasSize(1);
        clock.advance(TICK);
        assertThat(requests(metrics)).as("shown for the last time").hasSize(1);

        assertThat(requests(metrics)).isEmpty();
        assertThat(Scrape.of(metrics).value("metrics_series")).isZero();
    }

    @Test
    void keepsIdleSeriesThatAreHeld() {
        ProxyMetrics metrics = metrics(100);
        metrics.forLoop().route(Direction.INBOUND, DST, TestLabels.route("a"));

        for (int i = 0; i < 3; i++) {
            clock.advance(RETAIN.plus(TICK));
            assertThat(requests(metrics)).hasSize(1);
        }
    }

    @Test
    void countsIdleTimeFromTheLastUpdate() {
        ProxyMetrics metrics = metrics(100);
        HttpMeters route = metrics.forLoop().route(Direction.INBOUND, DST, TestLabels.route("a"));
        route.request();
        requests(metrics);

        clock.advance(RETAIN.minus(TICK));
        route.request();
        route.close();
        requests(metrics);
        clock.advance(RETAIN);
        requests(metrics);

        assertThat(requests(metrics)).hasSize(1);
    }

    @Test
    void continuesASeriesThatIsAskedForAgain() {
        ProxyMetrics metrics = metrics(100);
        LoopMetrics loop = metrics.forLoop();
        HttpMeters before = loop.route(Direction.INBOUND, DST, TestLabels.route("a"));
        before.request();
        before.close();

        loop.route(Direction.INBOUND, DST, TestLabels.route("a")).request();

        assertThat(requests(metrics)).singleElement().asString().endsWith(" 2");
    }

    @Test
    void countsWhatAClosedHandleRecords() {
        ProxyMetrics metrics = metrics(100);
        HttpMeters route = metrics.forLoop().route(Direction.INBOUND, DST, TestLabels.route("a"));
        route.close();
        route.close();

        route.request();

        assertThat(requests(metrics)).singleElement().asString().endsWith(" 1");
    }

    @Test
    void bringsBackAnExpiredSeriesThatAClosedHandleRecords() {
        ProxyMetrics metrics = metrics(100);
        HttpMeters route = metrics.forLoop().route(Direction.INBOUND, DST, TestLabels.route("a"));
        route.close();
        clock.advance(RETAIN.plus(TICK));
        requests(metrics);
        assertThat(requests(metrics)).isEmpty();

        route.request();
        route.request();

        assertThat(requests(metrics)).singleElement().asString().endsWith(" 2");
    }

    @Test
    void closingOneHandleTwiceDoesNotReleaseAnother() {
        ProxyMetrics metrics = metrics(100);
        LoopMetrics loop = metrics.forLoop();
        loop.route(Direction.INBOUND, DST, TestLabels.route("a"));
        HttpMeters second = loop.route(Direction.INBOUND, DST, TestLabels.route("a"));
        second.close();
        second.close();

        clock.advance(RETAIN.plus(TICK));
        requests(metrics);

        assertThat(requests(metrics)).hasSize(1);
    }

    @Test
    void sendsLabelSetsBeyondTheCapToTheOverflowSeries() {
        ProxyMetrics metrics = metrics(2);
        LoopMetrics loop = metrics.forLoop();

        for (int i = 0; i < 5; i++) {
            HttpMeters route = loop.route(Direction.INBOUND, DST, TestLabels.route("r" + i));
            route.request();
        }

        Scrape page = Scrape.of(metrics);
        assertThat(page.samples("route_request_total"))
                .containsExactly(
                        "route_request_total{direction=\"inbound\",dst=\"books:7002\",rt_route=\"r0\"} 1",
                        "route_request_total{direction=\"inbound\",dst=\"books:7002\",rt_route=\"r1\"} 1",
                        "route_request_total{direction=\"overflow\",dst=\"overflow\"} 3");
        assertThat(page.value("metrics_series")).isEqualTo(2);
        assertThat(page.value("metrics_series_limit")).isEqualTo(2);
        assertThat(page.value("metrics_series_refused_total")).isEqualTo(3);
    }

    @Test
    void sendsResponseClassesBeyondTheCapToTheOverflowSeries() {
        ProxyMetrics metrics = metrics(3);
        HttpMeters route = metrics.forLoop().route(Direction.INBOUND, DST, TestLabels.NONE);

        route.response(200, ResponseOutcome.SUCCESS);
        for (int i = 0; i < 4; i++) {
            route.latency(500, 3);
            route.response(500, ResponseOutcome.FAILURE);
            route.response(503, ResponseOutcome.FAILURE);
        }

        Scrape page = Scrape.of(metrics);
        assertThat(page.samples("route_response_total"))
                .containsExactly(
                        "route_response_total{direction=\"inbound\",dst=\"books:7002\",status_code=\"200\",classification=\"success\",grpc_status=\"\",error=\"\"} 1",
                        "route_response_total{direction=\"overflow\",dst=\"overflow\",status_code=\"overflow\",classification=\"overflow\",grpc_status=\"overflow\",error=\"overflow\"} 8");
        assertThat(page.samples("route_response_latency_ms_count"))
                .containsExactly(
                        "route_response_latency_ms_count{direction=\"inbound\",dst=\"books:7002\",status_code=\"200\"} 0",
                        "route_response_latency_ms_count{direction=\"overflow\",dst=\"overflow\",status_code=\"overflow\"} 4");
        assertThat(page.value("metrics_series_refused_total")).isEqualTo(4);
    }

    @Test
    void sendsFatesBeyondTheCapToTheOverflowSeries() {
        ProxyMetrics metrics = metrics(3);
        RetryMeters retries = metrics.forLoop().retries(Direction.OUTBOUND, DST, TestLabels.NONE);

        retries.fate(RetryOutcome.RETRIED_OK);
        for (int i = 0; i < 3; i++) {
            retries.fate(RetryOutcome.SKIPPED_DEADLINE);
        }

        Scrape page = Scrape.of(metrics);
        assertThat(page.samples("route_retry_total"))
                .containsExactly(
                        "route_retry_total{direction=\"outbound\",dst=\"books:7002\",outcome=\"retried_ok\"} 1",
                        "route_retry_total{direction=\"overflow\",dst=\"overflow\",outcome=\"overflow\"} 3");
        assertThat(page.value("metrics_series")).isEqualTo(3);
    }

    @Test
    void keepsARouteThatOnlyCountsFates() {
        ProxyMetrics metrics = metrics(10);
        RetryMeters retries = metrics.forLoop().retries(Direction.OUTBOUND, DST, TestLabels.NONE);
        Scrape.of(metrics);

        clock.advance(RETAIN);
        retries.fate(RetryOutcome.SKIPPED_NOT_RETRYABLE);
        retries.close();
        Scrape.of(metrics);
        clock.advance(RETAIN);
        Scrape.of(metrics);

        assertThat(Scrape.of(metrics).samples("route_retry_total")).hasSize(1);
    }

    @Test
    void sendsEveryKindOfHandleToItsOverflowSeries() {
        ProxyMetrics metrics = metrics(1);
        LoopMetrics loop = metrics.forLoop();
        loop.counter(ProxyMeter.OUTBOUND_HTTP_ERRORS, "failfast").increment();

        loop.counter(ProxyMeter.PROXY_ERROR, "inbound", "x").add(2);
        RetryMeters retries = loop.retries(Direction.OUTBOUND, DST, TestLabels.NONE);
        retries.skippedNoBudget();
        retries.fate(RetryOutcome.SKIPPED_BUDGET);
        retries.fate(RetryOutcome.RETRIED_OK);
        loop.transport(TransportLabels.inboundDestination()).closed("EPIPE");
        loop.histogram(ProxyMeter.INBOUND_DETECT_DURATION).record(1);
        metrics.gauge(ProxyMeter.PROFILE_INVALID, List.of("a"), () -> 3);
        metrics.gauge(ProxyMeter.PROFILE_INVALID, List.of("b"), () -> 4);

        assertThat(Scrape.of(metrics).lines())
                .contains(
                        "proxy_error_total{direction=\"overflow\",reason=\"overflow\"} 2",
                        "route_retryable_total{direction=\"overflow\",dst=\"overflow\"} 1",
                        "route_retryable_total{direction=\"overflow\",dst=\"overflow\",skipped=\"no_budget\"} 1",
                        "route_retry_total{direction=\"overflow\",dst=\"overflow\",outcome=\"overflow\"} 2",
                        "inbound_tcp_detect_http_duration_seconds_count 1",
                        "profile_invalid{source=\"overflow\"} 7")
                .anyMatch(line -> line.matches("tcp_close_total\\{.*,errno=\"overflow\"} 1"));
    }

    @Test
    void makesRoomWhenSeriesExpire() {
        ProxyMetrics metrics = metrics(3);
        LoopMetrics loop = metrics.forLoop();
        HttpMeters first = loop.route(Direction.INBOUND, DST, TestLabels.route("a"));
        first.response(200, ResponseOutcome.SUCCESS);
        first.close();
        requests(metrics);
        clock.advance(RETAIN.plus(TICK));
        requests(metrics);

        HttpMeters second = loop.route(Direction.INBOUND, DST, TestLabels.route("b"));
        second.response(200, ResponseOutcome.SUCCESS);

        assertThat(Scrape.of(metrics).samples("route_"))
                .isNotEmpty()
                .allMatch(line -> line.contains("rt_route=\"b\""));
        assertThat(Scrape.of(metrics).value("metrics_series")).isEqualTo(3);
    }

    @Test
    void countsASeriesOfTwoLoopsOnce() {
        ProxyMetrics metrics = metrics(3);

        for (int loop = 0; loop < 2; loop++) {
            metrics.forLoop()
                    .route(Direction.INBOUND, DST, TestLabels.NONE)
                    .response(200, ResponseOutcome.SUCCESS);
        }

        assertThat(Scrape.of(metrics).value("metrics_series")).isEqualTo(3);
        assertThat(Scrape.of(metrics).value("metrics_series_refused_total")).isZero();
    }

    private ProxyMetrics metrics(int maxSeries) {
        return ProxyMetrics.create(new Limits(maxSeries, RETAIN, clock));
    }

    private static List<String> requests(ProxyMetrics metrics) {
        return Scrape.of(metrics).samples("route_request_total");
    }
}
