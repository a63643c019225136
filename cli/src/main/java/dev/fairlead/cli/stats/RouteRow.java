package dev.fairlead.cli.stats;

import java.time.Duration;
import java.util.List;

/**
 * What a route did during a time.
 *
 * @param service short name of the service
 * @param route name in the profile
 * @param requests how many came
 * @param success part of the responses that count as good, 0 to 1; 0 without responses
 * @param responses how many ended
 * @param rps requests per second
 * @param p50 milliseconds; 0 without responses
 * @param p95 milliseconds
 * @param p99 milliseconds
 */
public record RouteRow(
        String service,
        String route,
        long requests,
        double success,
        long responses,
        double rps,
        double p50,
        double p95,
        double p99) {
    /** The rows of one direction, sorted bytewise by service and route, one after the other. */
    public static List<RouteRow> of(RouteSnapshot counted, String direction, Duration time) {
        return counted.routes().entrySet().stream()
                .filter(entry -> entry.getKey().direction().equals(direction))
                .map(entry -> of(entry.getKey(), entry.getValue(), time))
                .toList();
    }

    private static RouteRow of(RouteKey key, RouteCounts counts, Duration time) {
        long responses = counts.successes() + counts.failures();
        LatencyHistogram latency = counts.latency();
        return new RouteRow(
                key.service(),
                key.route(),
                counts.requests(),
                responses == 0 ? 0 : (double) counts.successes() / responses,
                responses,
                counts.requests() * 1e9 / Math.max(1, time.toNanos()),
                orZero(latency.quantile(0.5)),
                orZero(latency.quantile(0.95)),
                orZero(latency.quantile(0.99)));
    }

    private static double orZero(double quantile) {
        return Double.isNaN(quantile) ? 0 : quantile;
    }
}
