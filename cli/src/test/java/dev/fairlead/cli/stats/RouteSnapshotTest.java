package dev.fairlead.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
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
            route_actual_request_total{direction="outbound",dst="authors.default.svc.cluster.local:7001",rt_route="Get"} 8
            """;
    private static final RouteKey BUY =
            new RouteKey("inbound", "books.default.svc.cluster.local:7002", "Buy");

    private final RouteSnapshot snapshot = RouteSnapshot.of(MetricsText.parse(PAGE));

    @Test
    void addsUpStatusesOfARoute() {
        RouteCounts buy = snapshot.counts(BUY);

        assertThat(buy.requests()).isEqualTo(4);
        assertThat(buy.successes()).isEqualTo(3);
        assertThat(buy.failures()).isEqualTo(1);
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
        assertThat(difference.counts(BUY).requests()).isZero();
        assertThat(difference.counts(BUY).latency().quantile(0.5)).isNaN();
        assertThat(snapshot.minus(RouteSnapshot.EMPTY)).isEqualTo(snapshot);
        assertThat(snapshot.plus(snapshot).counts(BUY).requests()).isEqualTo(8);
    }

    @Test
    void rowsAreSharesAndRatesOfATime() {
        List<RouteRow> rows = RouteRow.of(snapshot, "inbound", Duration.ofSeconds(2));

        assertThat(rows).hasSize(2);
        RouteRow buy = rows.getFirst();
        assertThat(buy.success()).isEqualTo(0.75);
        assertThat(buy.rps()).isEqualTo(2);
        assertThat(buy.p99()).isCloseTo(1 + 2.96 / 3, within(1e-9));
        assertThat(rows.getLast().responses()).isZero();
        assertThat(rows.getLast().p50()).isZero();
    }
}
