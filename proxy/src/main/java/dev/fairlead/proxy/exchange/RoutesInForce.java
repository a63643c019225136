package dev.fairlead.proxy.exchange;

import dev.fairlead.route.RouteMatch;
import dev.fairlead.route.RouteTable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A route table with the meters of its routes on this loop. */
final class RoutesInForce {
    private final RouteTable table;
    private final @Nullable String dst;
    private final List<RouteInForce> byIndex;
    private final RouteInForce defaultRoute;

    /**
     * @param dst the label {@code dst}; null if the service is nobody's, which is not counted
     */
    RoutesInForce(LoopSide side, @Nullable String dst, RouteTable table) {
        this.table = table;
        this.dst = dst;
        this.byIndex =
                table.routes().stream().map(route -> new RouteInForce(side, dst, route)).toList();
        this.defaultRoute = new RouteInForce(side, dst, null);
    }

    /** The route that a request takes; the default route if none matches. */
    RouteInForce match(CharSequence method, CharSequence path) {
        return switch (table.match(method, path)) {
            case RouteMatch.Hit hit -> byIndex.get(hit.route().index());
            case RouteMatch.Miss _ -> defaultRoute;
        };
    }

    /** Whether these are the routes of {@code other}, counted under {@code otherDst}. */
    boolean isOf(RouteTable other, @Nullable String otherDst) {
        return table == other && Objects.equals(dst, otherDst);
    }

    void close() {
        byIndex.forEach(RouteInForce::close);
        defaultRoute.close();
    }
}
