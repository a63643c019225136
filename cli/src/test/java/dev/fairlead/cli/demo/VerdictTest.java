package dev.fairlead.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.demo.shop.Ledger;
import dev.fairlead.cli.demo.shop.ShopRoute;
import dev.fairlead.cli.demo.shop.ShopService;
import dev.fairlead.cli.stats.LatencyHistogram;
import dev.fairlead.cli.stats.RetryCounts;
import dev.fairlead.cli.stats.RouteCounts;
import dev.fairlead.cli.stats.RouteKey;
import dev.fairlead.cli.stats.RouteSnapshot;
import dev.fairlead.cli.stats.Tally;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each route has one good request and one that failed and was not retried. */
final class VerdictTest {
    private static final String BUY = "books.default.svc.cluster.local:7002 /bookshop.Books/Buy ";

    private final Ledger sent = new Ledger();
    private final Ledger answered = new Ledger();
    private final SortedMap<RouteKey, RouteCounts> counted = new TreeMap<>();

    VerdictTest() {
        for (ShopRoute route : ShopRoute.values()) {
            send(route, 1, 1);
            Tally both = tally(1, 1);
            if (route.service() != ShopService.WEBAPP) {
                answer(route, 1, 1);
                count("outbound", route, calls(both, both, fate("skipped_not_retryable", 1)));
            }
            count("inbound", route, calls(both, Tally.NONE, RetryCounts.NONE));
        }
    }

    @Test
    void equalCountersAreGood() {
        Verdict verdict = verdict();

        assertThat(verdict.differences()).isEmpty();
        assertThat(verdict.idle()).isEmpty();
        assertThat(verdict.isGood()).isTrue();
    }

    @Test
    void retriesThatTheServerAnsweredAreGood() {
        send(ShopRoute.AUTHOR, 8, 0);
        answer(ShopRoute.AUTHOR, 8, 5);
        RetryCounts fates = fate("skipped_not_retryable", 1).plus(fate("retried_ok", 4));
        count(
                "outbound",
                ShopRoute.AUTHOR,
                calls(tally(9, 1), tally(9, 6), fates.plus(retries(5))));
        count("inbound", ShopRoute.AUTHOR, calls(tally(9, 6), Tally.NONE, RetryCounts.NONE));

        assertThat(verdict().differences()).isEmpty();
    }

    @Test
    void aCallThatWasNotCountedIsToldWhereItWasLost() {
        Tally one = new Tally(1, 1, 1, 0);
        RetryCounts fates = fate("skipped_not_retryable", 1);
        count("outbound", ShopRoute.BUY, calls(one, tally(1, 1), fates));

        assertThat(verdict().differences())
                .contains("outbound " + BUY + "requests: 2 sent, 1 counted");
        assertThat(verdict().isGood()).isFalse();
    }

    @Test
    void aRetryThatReachedNobodyIsTold() {
        RetryCounts retry = fate("retried_failed", 1).plus(retries(1));
        count("outbound", ShopRoute.BUY, calls(tally(1, 1), tally(1, 2), retry));

        assertThat(verdict().differences())
                .containsExactly(
                        "outbound " + BUY + "actual requests: 2 answered, 3 counted",
                        "outbound " + BUY + "actual failures: 1 answered, 2 counted");
    }

    @Test
    void anAttemptThatIsNeitherARequestNorARetryIsTold() {
        answer(ShopRoute.BUY, 0, 1);
        RetryCounts fates = fate("skipped_not_retryable", 1);
        count("outbound", ShopRoute.BUY, calls(tally(1, 1), tally(1, 2), fates));
        count("inbound", ShopRoute.BUY, calls(tally(1, 2), Tally.NONE, RetryCounts.NONE));

        assertThat(verdict().differences())
                .containsExactly("outbound " + BUY + "attempts: 2 requests and retries, 3 counted");
    }

    @Test
    void aServerThatAnsweredMoreThanItsSidecarCountedIsTold() {
        answer(ShopRoute.BUY, 1, 0);

        assertThat(verdict().differences())
                .contains(
                        "inbound " + BUY + "requests: 3 answered, 2 counted",
                        "inbound " + BUY + "successes: 2 answered, 1 counted");
    }

    @Test
    void aFailureWithoutAFateIsTold() {
        count("outbound", ShopRoute.BUY, calls(tally(1, 1), tally(1, 1), RetryCounts.NONE));

        assertThat(verdict().differences())
                .containsExactly("outbound " + BUY + "failures: 1 counted, 0 fates");
    }

    @Test
    void aSavedRequestWithoutARetryIsTold() {
        RetryCounts fates = fate("skipped_not_retryable", 1).plus(fate("retried_ok", 1));
        count("outbound", ShopRoute.BUY, calls(tally(1, 1), tally(1, 1), fates));

        assertThat(verdict().differences())
                .containsExactly("outbound " + BUY + "retries: 1 requests saved by 0");
    }

    @Test
    void whatATimeoutCutNeedNotHaveReachedItsServer() {
        send(ShopRoute.BIOGRAPHY, 0, 3);
        answer(ShopRoute.BIOGRAPHY, 2, 0);
        count(
                "outbound",
                ShopRoute.BIOGRAPHY,
                calls(
                        new Tally(5, 1, 4, 3),
                        new Tally(5, 1, 1, 0),
                        fate("skipped_not_retryable", 4)));
        count(
                "inbound",
                ShopRoute.BIOGRAPHY,
                calls(new Tally(4, 1, 1, 0), Tally.NONE, RetryCounts.NONE));

        assertThat(verdict().differences()).isEmpty();
    }

    @Test
    void aRouteThatNobodyMeantIsADifference() {
        RouteKey surprise =
                new RouteKey("inbound", ShopService.AUTHORS.authority(), RouteKey.DEFAULT_ROUTE);
        counted.put(surprise, calls(tally(1, 0), Tally.NONE, RetryCounts.NONE));

        assertThat(verdict().differences())
                .containsExactly(
                        "inbound authors.default.svc.cluster.local:7001 [DEFAULT] requests: 0 sent,"
                                + " 1 counted",
                        "inbound authors.default.svc.cluster.local:7001 [DEFAULT] successes: 0"
                                + " sent, 1 counted");
    }

    @Test
    void aRouteWithoutTrafficIsNotGood() {
        Verdict verdict = Verdict.of(new Ledger(), new Ledger(), RouteSnapshot.EMPTY);

        assertThat(verdict.differences()).isEmpty();
        assertThat(verdict.idle()).hasSize(ShopRoute.values().length).contains("webapp GET /");
        assertThat(verdict.isGood()).isFalse();
    }

    private Verdict verdict() {
        return Verdict.of(sent, answered, new RouteSnapshot(counted));
    }

    private void send(ShopRoute route, int successes, int failures) {
        add(sent, route, successes, failures);
    }

    private void answer(ShopRoute route, int successes, int failures) {
        add(answered, route, successes, failures);
    }

    private static void add(Ledger ledger, ShopRoute route, int successes, int failures) {
        for (int i = 0; i < successes + failures; i++) {
            ledger.add(route, i < successes);
        }
    }

    private void count(String direction, ShopRoute route, RouteCounts counts) {
        RouteKey key = new RouteKey(direction, route.service().authority(), route.routeName());
        counted.put(key, counts);
    }

    private static RouteCounts calls(Tally effective, Tally actual, RetryCounts retries) {
        return new RouteCounts(effective, actual, LatencyHistogram.EMPTY, retries);
    }

    private static Tally tally(long successes, long failures) {
        return new Tally(successes + failures, successes, failures, 0);
    }

    private static RetryCounts retries(long count) {
        return new RetryCounts(count, 0, new TreeMap<>());
    }

    private static RetryCounts fate(String outcome, long count) {
        return new RetryCounts(0, 0, new TreeMap<>(Map.of(outcome, count)));
    }
}
