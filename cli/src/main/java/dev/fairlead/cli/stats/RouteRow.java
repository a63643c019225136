package dev.fairlead.cli.stats;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a route did during a time.
 *
 * @param key which route
 * @param counts what it counted during the time
 * @param time more than none
 */
public record RouteRow(RouteKey key, RouteCounts counts, Duration time) {
    private static final Comparator<RouteRow> ORDER =
            Comparator.comparing((RouteRow row) -> row.service() + row.route())
                    .thenComparing(RouteRow::key);

    /**
     * The rows of the routes that are wanted, sorted bytewise by service and route, one after the
     * other.
     */
    public static List<RouteRow> of(
            RouteSnapshot counted, Predicate<RouteKey> wanted, Duration time) {
        return counted.routes().entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .map(entry -> new RouteRow(entry.getKey(), entry.getValue(), time))
                .sorted(ORDER)
                .toList();
    }

    /** Short name of the service. */
    public String service() {
        return key.service();
    }

    /** Name in the profile, or {@link RouteKey#DEFAULT_ROUTE}. */
    public String route() {
        return key.route();
    }

    /** Whether nothing ended during the time. */
    boolean isIdle() {
        return counts.effective().responses() == 0 && counts.actual().responses() == 0;
    }

    /** So many per second. */
    double rps(Tally tally) {
        return tally.requests() * 1e9 / Math.max(1, time.toNanos());
    }

    /**
     * A quantile of the latency, in milliseconds; 0 without responses.
     *
     * @param q from 0 to 1
     */
    double latencyMillis(double q) {
        double quantile = counts.latency().quantile(q);
        return Double.isNaN(quantile) ? 0 : quantile;
    }
}
