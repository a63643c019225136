package dev.fairlead.cli.stats;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The route counters of one or more sidecars at one moment.
 *
 * @param routes sorted by direction, service and route
 */
public record RouteSnapshot(SortedMap<RouteKey, RouteCounts> routes) {
    /** Nothing counted yet. */
    public static final RouteSnapshot EMPTY = new RouteSnapshot(new TreeMap<>());

    public RouteSnapshot {
        routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
    }

    /** Picks the route counters out of a metrics page. */
    public static RouteSnapshot of(List<Sample> samples) {
        SortedMap<RouteKey, RouteCounts> routes = new TreeMap<>();
        for (Sample sample : samples) {
            counts(sample)
                    .ifPresent(
                            counts -> routes.merge(RouteKey.of(sample), counts, RouteCounts::plus));
        }
        return new RouteSnapshot(routes);
    }

    /** The counters of a route, zero when it has none. */
    public RouteCounts counts(RouteKey key) {
        return routes.getOrDefault(key, RouteCounts.NONE);
    }

    /** The counters of both. */
    public RouteSnapshot plus(RouteSnapshot other) {
        SortedMap<RouteKey, RouteCounts> sum = new TreeMap<>(routes);
        other.routes.forEach((key, counts) -> sum.merge(key, counts, RouteCounts::plus));
        return new RouteSnapshot(sum);
    }

    /** What has been counted since an earlier snapshot; routes that stood still stay, at zero. */
    public RouteSnapshot minus(RouteSnapshot earlier) {
        SortedMap<RouteKey, RouteCounts> difference = new TreeMap<>(routes);
        difference.replaceAll((key, counts) -> counts.minus(earlier.counts(key)));
        return new RouteSnapshot(difference);
    }

    private static Optional<RouteCounts> counts(Sample sample) {
        long value = Double.isFinite(sample.value()) ? Math.round(sample.value()) : 0;
        return Optional.ofNullable(
                switch (sample.name()) {
                    case "route_request_total" -> RouteCounts.effective(requests(value));
                    case "route_response_total" -> RouteCounts.effective(responses(sample, value));
                    case "route_actual_request_total" -> RouteCounts.actual(requests(value));
                    case "route_actual_response_total" ->
                            RouteCounts.actual(responses(sample, value));
                    case "route_response_latency_ms_bucket" ->
                            RouteCounts.latency(bucket(sample.label("le"), value));
                    case "route_retryable_total" -> RouteCounts.retries(retryable(sample, value));
                    case "route_retry_total" ->
                            RouteCounts.retries(RetryCounts.fate(sample.label("outcome"), value));
                    default -> null;
                });
    }

    private static Tally requests(long count) {
        return new Tally(count, 0, 0, 0);
    }

    private static Tally responses(Sample sample, long count) {
        if (sample.label("classification").equals("success")) {
            return new Tally(0, count, 0, 0);
        }
        return new Tally(0, 0, count, sample.label("error").equals("timeout") ? count : 0);
    }

    /** What is counted as skipped is counted in the plain series too. */
    private static RetryCounts retryable(Sample sample, long count) {
        return sample.label("skipped").isEmpty()
                ? new RetryCounts(count, 0, new TreeMap<>())
                : new RetryCounts(0, count, new TreeMap<>());
    }

    /** One bucket; the infinite one completes it, so that buckets add up to a histogram. */
    private static LatencyHistogram bucket(String bound, long count) {
        SortedMap<Double, Long> bucket = new TreeMap<>();
        bucket.put(Double.POSITIVE_INFINITY, 0L);
        bucket.put(
                bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound), count);
        return new LatencyHistogram(bucket);
    }
}
