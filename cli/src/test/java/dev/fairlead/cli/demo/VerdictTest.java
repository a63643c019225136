package dev.fairlead.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.demo.shop.Ledger;
import dev.fairlead.cli.demo.shop.ShopRoute;
import dev.fairlead.cli.demo.shop.ShopService;
import dev.fairlead.cli.stats.LatencyHistogram;
import dev.fairlead.cli.stats.RouteCounts;
import dev.fairlead.cli.stats.RouteKey;
import dev.fairlead.cli.stats.RouteSnapshot;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class VerdictTest {
    private final Ledger sent = new Ledger();
    private final SortedMap<RouteKey, RouteCounts> counted = new TreeMap<>();

    VerdictTest() {
        for (ShopRoute route : ShopRoute.values()) {
            sent.add(route, true);
            sent.add(route, false);
            count("inbound", route, 2);
            if (route.service() != ShopService.WEBAPP) {
                count("outbound", route, 2);
            }
        }
    }

    @Test
    void equalCountersAreGood() {
        Verdict verdict = Verdict.of(sent, new RouteSnapshot(counted));

        assertThat(verdict.differences()).isEmpty();
        assertThat(verdict.idle()).isEmpty();
        assertThat(verdict.isGood()).isTrue();
    }

    @Test
    void aCallThatWasNotCountedIsToldWhereItWasLost() {
        count("outbound", ShopRoute.BUY, 1);

        Verdict verdict = Verdict.of(sent, new RouteSnapshot(counted));

        assertThat(verdict.differences())
                .containsExactly(
                        "outbound books.default.svc.cluster.local:7002 /bookshop.Books/Buy"
                                + " requests: 2 sent, 1 counted");
        assertThat(verdict.isGood()).isFalse();
    }

    @Test
    void aRouteThatNobodyMeantIsADifference() {
        RouteKey surprise =
                new RouteKey("inbound", ShopService.AUTHORS.authority(), RouteKey.DEFAULT_ROUTE);
        counted.put(surprise, new RouteCounts(1, 1, 0, LatencyHistogram.EMPTY));

        Verdict verdict = Verdict.of(sent, new RouteSnapshot(counted));

        assertThat(verdict.differences())
                .containsExactly(
                        "inbound authors.default.svc.cluster.local:7001 [DEFAULT] requests: 0 sent,"
                                + " 1 counted",
                        "inbound authors.default.svc.cluster.local:7001 [DEFAULT] successes: 0"
                                + " sent, 1 counted");
    }

    @Test
    void aRouteWithoutTrafficIsNotGood() {
        Verdict verdict = Verdict.of(new Ledger(), RouteSnapshot.EMPTY);

        assertThat(verdict.differences()).isEmpty();
        assertThat(verdict.idle()).hasSize(ShopRoute.values().length).contains("webapp GET /");
        assertThat(verdict.isGood()).isFalse();
    }

    private void count(String direction, ShopRoute route, long requests) {
        counted.put(
                new RouteKey(direction, route.service().authority(), route.routeName()),
                new RouteCounts(requests, 1, 1, LatencyHistogram.EMPTY));
    }
}
