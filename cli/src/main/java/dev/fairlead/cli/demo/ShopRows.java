package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.shop.ShopService;
import dev.fairlead.cli.stats.RouteKey;
import dev.fairlead.cli.stats.RouteRow;
import dev.fairlead.cli.stats.RouteSnapshot;
import java.time.Duration;
import java.util.List;

/**
 * Which counters the demo shows. Every route is there once, as the side sees it that may retry it:
 * webapp's sidecar tells of authors and books, as the one that calls them. Webapp itself is visited
 * by browsers, which have no sidecar: its own inbound side tells of it, and has no actual figures.
 */
final class ShopRows {
    private ShopRows() {}

    /**
     * Picks them, sorted by service and route.
     *
     * @param time in which they were counted
     */
    static List<RouteRow> of(RouteSnapshot counted, Duration time) {
        return RouteRow.of(counted, ShopRows::isShown, time);
    }

    private static boolean isShown(RouteKey key) {
        return key.direction().equals("outbound")
                || key.dst().equals(ShopService.WEBAPP.authority());
    }
}
