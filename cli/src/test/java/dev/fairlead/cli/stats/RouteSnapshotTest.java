package dev.fairlead.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RouteSnapshotTest {
    private static final String PAGE =
            """
            request_total{direction="inbound"} 99
            route_request_total{direction="inbound",dst="books.default.svc.cluster.local:7002",rt_route="Buy"} 4
            route_request_total{direction="inbound",dst="books.default.svc.cluster.local:7002"} 1
            route_request_total{direction="outbound",dst="authors.default.svc.cluster.local:7001",rt_route="Get"} 7
            route_response_latency_ms_bucket{direction="inbound",dst="books.default.svc.cluster.local:7002",rt_route="Buy",status_code="200",le="1"} 1
            route_response_latency_ms_bucket{direction="inbound",dst="books.default.svc.cluster.local:7002",rt_route="Buy",status_code="200",le="2"} 3
            route_response_latency_ms_bucket{direction="inbound",dst="books.default.svc.cluster.local:7002",rt_route="Buy",status_code="200",le="+Inf"} 3
            route_response_latency_ms_bucket{direction="inbound",dst="books.default.svc.cluster.local:7002",rt_route="Buy",status_code="500",le="1"} 0
            route_response_latency_ms_bucket{direction="inbound",dst="books.default.svc.cluster.local:7002",rt_route="Buy",status_code="500",le="2"} 1
            route_response_latency_ms_bucket{direction="inbound",dst="books.default.svc.cluster.local:7002",rt_route="Buy",status_code="500",le="+Inf"} 1
            route_response_total{direction="inbound",dst="books.default.svc.cluster.local:7002",rt_route="Buy",status_code="200",classification="success"} 3
            route_response_total{direction="inbound",dst="books.default.svc.cluster.local:7002",rt_route="Buy",status_code="500",classification="failure"} 1
            route_response_total{direction="outbound",dst="authors.default.svc.cluster.local:7001",rt_route="Get",status_code="200",classification="success",grpc_status="",error=""} 5
            route_response_total{direction="outbound",dst="authors.default.svc.cluster.local:7001",rt_route="Get",classification="failure",grpc_status="",error="timeout"} 2
            route_retryable_total{direction="outbound",dst="authors.default.svc.cluster.local:7001",rt_route="Get"} 4
            route_retryable_total{direction="outbound",dst="authors.default.svc.cluster.local:7001",rt_route="Get",skipped="no_budget"} 1
            route_retry_total{direction="outbound",dst="authors.default.svc.cluster.local:7001",rt_route="Get",outcome="retried_ok"} 3
            route_retry_total{direction="outbound",dst="authors.default.svc.cluster.local:7001",rt_route="Get",outcome="skipped_budget"} 1
            route_actual_request_total{direction="outbound",dst="authors.default.svc.cluster.local:7001",rt_route="Get"} 10
            route_actual_response_total{direction="outbound",dst="authors.default.svc.cluster.local:7001",rt_route="Get",status_code="200",classification="success",grpc_status="",error=""} 5
            route_actual_response_total{direction="outbound",dst="authors.default.svc.cluster.local:7001",rt_route="Get",status_code="503",classification="failure",grpc_status="",error=""} 4
            """;
    private static final RouteKey BUY =
            new RouteKey("inbound", "books.default.svc.cluster.local:7002", "Buy");

    private static final RouteKey GET =
            new RouteKey("outbound", "authors.default.svc.cluster.local:7001", "Get");

    private final RouteSnapshot snapshot = RouteSnapshot.of(MetricsText.parse(PAGE));

    @Test
    void addsUpStatusesOfARoute() {
        RouteCounts buy = snapshot.counts(BUY);

        assertThat(buy.effective()).isEqualTo(new Tally(4, 3, 1, 0));
        assertThat(buy.actual()).isEqualTo(Tally.NONE);
        assertThat(buy.latency().count()).isEqualTo(4);
        assertThat(buy.latency().quantile(0.5)).isCloseTo(1 + 1 / 3.0, within(1e-9));
    }

    @Test
    void requestsWithoutARouteAreTheDefaultOne() {
        assertThat(snapshot.routes().keySet())
                .extracting(RouteKey::direction, RouteKey::service, RouteKey::route)
                .containsExactly(
                        tuple("inbound", "books", "Buy"),
                        tuple("inbound", "books", "[DEFAULT]"),
                        tuple("outbound", "authors", "Get"));
    }

    @Test
    void aDifferenceKeepsRoutesThatStoodStill() {
        RouteSnapshot difference = snapshot.minus(snapshot);

        assertThat(difference.routes()).hasSameSizeAs(snapshot.routes());
        assertThat(difference.counts(BUY).effective().requests()).isZero();
        assertThat(difference.counts(BUY).latency().quantile(0.5)).isNaN();
        assertThat(snapshot.minus(RouteSnapshot.EMPTY)).isEqualTo(snapshot);
        assertThat(snapshot.plus(snapshot).counts(BUY).effective().requests()).isEqualTo(8);
    }

    @Test
    void attemptsAndWhatBecameOfFailuresAreKeptApart() {
        RouteCounts get = snapshot.counts(GET);

        assertThat(get.effective()).isEqualTo(new Tally(7, 5, 2, 2));
        assertThat(get.actual()).isEqualTo(new Tally(10, 5, 4, 0));
        assertThat(get.retries().sentAgain()).isEqualTo(3);
        assertThat(get.retries().retryable()).isEqualTo(4);
        assertThat(get.retries().refused()).isEqualTo(1);
        assertThat(get.retries().fates()).isEqualTo(Map.of("retried_ok", 3L, "skipped_budget", 1L));
        assertThat(get.retries().fate("skipped_max")).isZero();
    }

    @Test
    void retriesAddUpAndDiffer() {
        RetryCounts twice = snapshot.plus(snapshot).counts(GET).retries();
        RetryCounts none = snapshot.minus(snapshot).counts(GET).retries();

        assertThat(twice.fate("retried_ok")).isEqualTo(6);
        assertThat(twice.retryable()).isEqualTo(8);
        assertThat(none.fates()).isEqualTo(Map.of("retried_ok", 0L, "skipped_budget", 0L));
        assertThat(none.refused()).isZero();
    }

    @Test
    void rowsAreSharesAndRatesOfATime() {
        List<RouteRow> rows =
                RouteRow.of(snapshot, key -> key.service().equals("books"), Duration.ofSeconds(2));

        assertThat(rows).extracting(RouteRow::route).containsExactly("Buy", "[DEFAULT]");
        RouteRow buy = rows.getFirst();
        assertThat(buy.counts().effective().success()).isEqualTo(0.75);
        assertThat(buy.rps(buy.counts().effective())).isEqualTo(2);
        assertThat(buy.latencyMillis(0.99)).isCloseTo(1 + 2.96 / 3, within(1e-9));
        assertThat(rows.getLast().isIdle()).isTrue();
        assertThat(rows.getLast().latencyMillis(0.5)).isZero();
    }

    @Test
    void rowsAreInTheOrderOfServiceAndRoute() {
        List<RouteRow> rows = RouteRow.of(snapshot, _ -> true, Duration.ofSeconds(1));

        assertThat(rows).extracting(RouteRow::service).containsExactly("authors", "books", "books");
    }
}
