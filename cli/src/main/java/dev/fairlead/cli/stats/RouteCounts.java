package dev.fairlead.cli.stats;

/**
 * What a route has counted.
 *
 * @param requests requests that came
 * @param successes responses that count as good
 * @param failures responses that count as bad
 * @param latency until the first byte of the response's body
 */
public record RouteCounts(long requests, long successes, long failures, LatencyHistogram latency) {
    /** A route without traffic. */
    public static final RouteCounts NONE = new RouteCounts(0, 0, 0, LatencyHistogram.EMPTY);

    /** Both together. */
    public RouteCounts plus(RouteCounts other) {
        return new RouteCounts(
                requests + other.requests,
                successes + other.successes,
                failures + other.failures,
                latency.plus(other.latency));
    }

    /** What has been counted since an earlier state of the same route. */
    public RouteCounts minus(RouteCounts earlier) {
        return new RouteCounts(
                Math.max(0, requests - earlier.requests),
                Math.max(0, successes - earlier.successes),
                Math.max(0, failures - earlier.failures),
                latency.minus(earlier.latency));
    }
}
