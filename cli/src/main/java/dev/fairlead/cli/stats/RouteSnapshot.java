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
        return switch (sample.name()) {
            case "route_request_total" -> counted(value, 0, 0);
            case "route_response_total" ->
                    sample.label("classification").equals("success")
                            ? counted(0, value, 0)
                            : counted(0, 0, value);
            case "route_response_latency_ms_bucket" -> {
                LatencyHistogram bucket = bucket(sample.label("le"), value);
                yield Optional.of(new RouteCounts(0, 0, 0, bucket));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<RouteCounts> counted(long requests, long successes, long failures) {
        return Optional.of(new RouteCounts(requests, successes, failures, LatencyHistogram.EMPTY));
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
