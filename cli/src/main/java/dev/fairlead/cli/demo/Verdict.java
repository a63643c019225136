package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.shop.Ledger;
import dev.fairlead.cli.demo.shop.ShopRoute;
import dev.fairlead.cli.demo.shop.ShopService;
import dev.fairlead.cli.stats.RouteCounts;
import dev.fairlead.cli.stats.RouteKey;
import dev.fairlead.cli.stats.RouteSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether the sidecars counted what was sent.
 *
 * @param differences one line for each counter that does not equal what was sent
 * @param idle routes without traffic
 */
record Verdict(List<String> differences, List<String> idle) {
    Verdict {
        differences = List.copyOf(differences);
        idle = List.copyOf(idle);
    }

    /** Compares the inbound counters of every service and webapp's outbound ones. */
    static Verdict of(Ledger sent, RouteSnapshot counted) {
        List<String> differences = new ArrayList<>();
        List<String> idle = new ArrayList<>();
        SortedSet<RouteKey> unexpected = new TreeSet<>(counted.routes().keySet());
        for (ShopRoute route : ShopRoute.values()) {
            Ledger.Entry entry = sent.entry(route);
            if (entry.requests() == 0) {
                idle.add(route.service().shortName() + " " + route.routeName());
            }
            for (RouteKey key : keys(route)) {
                unexpected.remove(key);
                compare(key, entry, counted.counts(key), differences);
            }
        }
        Ledger.Entry nothing = new Ledger.Entry(0, 0);
        for (RouteKey key : unexpected) {
            compare(key, nothing, counted.counts(key), differences);
        }
        return new Verdict(differences, idle);
    }

    boolean isGood() {
        return differences.isEmpty() && idle.isEmpty();
    }

    private static List<RouteKey> keys(ShopRoute route) {
        RouteKey inbound = key("inbound", route);
        return route.service() == ShopService.WEBAPP
                ? List.of(inbound)
                : List.of(inbound, key("outbound", route));
    }

    private static RouteKey key(String direction, ShopRoute route) {
        return new RouteKey(direction, route.service().authority(), route.routeName());
    }

    private static void compare(
            RouteKey key, Ledger.Entry sent, RouteCounts counted, List<String> differences) {
        String where = key.direction() + " " + key.dst() + " " + key.route() + " ";
        compare(where + "requests", sent.requests(), counted.requests(), differences);
        compare(where + "successes", sent.successes(), counted.successes(), differences);
        compare(where + "failures", sent.failures(), counted.failures(), differences);
    }

    private static void compare(String what, long sent, long counted, List<String> differences) {
        if (sent != counted) {
            differences.add("%s: %d sent, %d counted".formatted(what, sent, counted));
        }
    }
}
