package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.shop.Ledger;
import dev.fairlead.cli.demo.shop.ShopRoute;
import dev.fairlead.cli.demo.shop.ShopService;
import dev.fairlead.cli.stats.RetryCounts;
import dev.fairlead.cli.stats.RouteCounts;
import dev.fairlead.cli.stats.RouteKey;
import dev.fairlead.cli.stats.RouteSnapshot;
import dev.fairlead.cli.stats.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Holds the sidecars' counters against the ledgers of those who sent and of those who answered.
 *
 * <pre>
 *  visitor ─sent─► webapp, inbound
 *
 *  webapp ──sent─► effective, outbound
 *                       │ + retries, each with its fate
 *                  actual, outbound ──► authors or books, inbound ──answered─► their server
 * </pre>
 *
 * <p>A request that the timeout of its route cut is answered by nobody, and was perhaps cut before
 * it reached its server. So many may be missing in each figure behind the client's.
 */
final class Audit {
    private static final Ledger.Entry NOTHING = new Ledger.Entry(0, 0);

    private final Ledger sent;
    private final Ledger answered;
    private final RouteSnapshot counted;
    private final SortedSet<RouteKey> unexpected;
    private final List<String> differences = new ArrayList<>();

    Audit(Ledger sent, Ledger answered, RouteSnapshot counted) {
        this.sent = sent;
        this.answered = answered;
        this.counted = counted;
        this.unexpected = new TreeSet<>(counted.routes().keySet());
    }

    Verdict verdict() {
        List<String> idle = new ArrayList<>();
        for (ShopRoute route : ShopRoute.values()) {
            if (sent.entry(route).requests() == 0) {
                idle.add(route.service().shortName() + " " + route.routeName());
            }
            if (route.service() == ShopService.WEBAPP) {
                RouteKey key = expected("inbound", route);
                equal(key, sent.entry(route), counted.counts(key).effective());
            } else {
                calls(route);
            }
        }
        for (RouteKey key : unexpected) {
            equal(key, NOTHING, counted.counts(key).effective());
        }
        return new Verdict(differences, idle);
    }

    private RouteKey expected(String direction, ShopRoute route) {
        RouteKey key = new RouteKey(direction, route.service().authority(), route.routeName());
        unexpected.remove(key);
        return key;
    }

    private void calls(ShopRoute route) {
        RouteKey outbound = expected("outbound", route);
        RouteCounts calls = counted.counts(outbound);
        equal(outbound, sent.entry(route), calls.effective());
        fates(outbound, calls.retries(), calls.effective().failures());
        long cut = calls.effective().timeouts();
        attempts(outbound, calls, cut);

        RouteKey inbound = expected("inbound", route);
        Ledger.Entry server = answered.entry(route);
        compare(where(outbound) + "actual ", "answered", server, calls.actual(), cut);
        compare(where(inbound), "answered", server, counted.counts(inbound).effective(), cut);
    }

    /** Every request that failed has one fate, and so has every one that a retry saved. */
    private void fates(RouteKey key, RetryCounts retries, long failures) {
        long saved = retries.fate("retried_ok");
        long all = retries.fates().values().stream().mapToLong(Long::longValue).sum();
        if (all - saved != failures) {
            differences.add(
                    where(key) + "failures: %d counted, %d fates".formatted(failures, all - saved));
        }
        if (saved > retries.sentAgain()) {
            differences.add(
                    where(key)
                            + "retries: %d requests saved by %d"
                                    .formatted(saved, retries.sentAgain()));
        }
    }

    /** What was sent is what clients asked for and the retries, but for what was cut before. */
    private void attempts(RouteKey key, RouteCounts calls, long cut) {
        long wanted = calls.effective().requests() + calls.retries().sentAgain();
        if (Math.abs(wanted - calls.actual().requests()) > cut) {
            differences.add(
                    where(key)
                            + "attempts: %d requests and retries, %d counted"
                                    .formatted(wanted, calls.actual().requests()));
        }
    }

    private void equal(RouteKey key, Ledger.Entry sent, Tally counted) {
        compare(where(key), "sent", sent, counted, 0);
    }

    private void compare(
            String where, String verb, Ledger.Entry entry, Tally counted, long tolerance) {
        compare(where + "requests", verb, entry.requests(), counted.requests(), tolerance);
        compare(where + "successes", verb, entry.successes(), counted.successes(), tolerance);
        compare(where + "failures", verb, entry.failures(), counted.failures(), tolerance);
    }

    private void compare(String what, String verb, long entry, long counted, long tolerance) {
        if (Math.abs(entry - counted) > tolerance) {
            differences.add("%s: %d %s, %d counted".formatted(what, entry, verb, counted));
        }
    }

    private static String where(RouteKey key) {
        return key.direction() + " " + key.dst() + " " + key.route() + " ";
    }
}
