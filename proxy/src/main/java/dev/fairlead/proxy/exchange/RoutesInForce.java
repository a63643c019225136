package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.ServiceView.ProfileInForce;
import dev.fairlead.route.RetryBudgetPolicy;
import dev.fairlead.route.RouteMatch;
import dev.fairlead.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A route table with the meters of its routes on this loop. */
final class RoutesInForce {
    private final RouteTable table;
    private final @Nullable String dst;
    private final String direction;
    private final String namespace;
    private final String source;
    private final List<RouteInForce> byIndex;
    private final RouteInForce defaultRoute;

    /**
     * @param dst the label {@code dst}; null if the service is nobody's, which is not counted
     */
    RoutesInForce(LoopSide side, @Nullable String dst, Optional<ProfileInForce> profile) {
        this.table = profile.map(ProfileInForce::table).orElseGet(RouteTable::noProfile);
        this.namespace = profile.map(ProfileInForce::namespace).orElse("");
        this.source = profile.map(ProfileInForce::source).orElse("");
        this.direction = side.direction().label();
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

    /** How many retries its routes may send together. */
    RetryBudgetPolicy budget() {
        return table.profile().retryBudget().orElse(RetryBudgetPolicy.DEFAULT);
    }

    /** Whether these are the routes of {@code profile}, counted under {@code otherDst}. */
    boolean isOf(Optional<ProfileInForce> profile, @Nullable String otherDst) {
        return Objects.equals(dst, otherDst)
                && source.equals(profile.map(ProfileInForce::source).orElse(""))
                && profile.map(ProfileInForce::table).orElseGet(RouteTable::noProfile) == table;
    }

    /** For people; empty if the service is not counted. Any thread. */
    Optional<RouteReport.Service> report(List<RouteReport.Target> overrides) {
        if (dst == null) {
            return Optional.empty();
        }
        List<RouteReport.Row> rows = new ArrayList<>();
        byIndex.forEach(route -> rows.add(route.report()));
        rows.add(defaultRoute.report());
        return Optional.of(
                new RouteReport.Service(direction, dst, namespace, source, overrides, rows));
    }

    void close() {
        byIndex.forEach(RouteInForce::close);
        defaultRoute.close();
    }
}
