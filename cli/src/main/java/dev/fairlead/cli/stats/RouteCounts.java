package dev.fairlead.cli.stats;

/**
 * What a route has counted.
 *
 * @param effective requests as their client saw them: a retried one counts once
 * @param actual attempts, as they were sent: a retried request counts as often as it was sent.
 *     Inbound there are no retries and nothing is counted here
 * @param latency of the effective requests, until the first byte of the response's body
 * @param retries what became of failed requests; outbound only
 */
public record RouteCounts(
        Tally effective, Tally actual, LatencyHistogram latency, RetryCounts retries) {
    /** A route without traffic. */
    public static final RouteCounts NONE =
            new RouteCounts(Tally.NONE, Tally.NONE, LatencyHistogram.EMPTY, RetryCounts.NONE);

    static RouteCounts effective(Tally tally) {
        return new RouteCounts(tally, Tally.NONE, LatencyHistogram.EMPTY, RetryCounts.NONE);
    }

    static RouteCounts actual(Tally tally) {
        return new RouteCounts(Tally.NONE, tally, LatencyHistogram.EMPTY, RetryCounts.NONE);
    }

    static RouteCounts latency(LatencyHistogram latency) {
        return new RouteCounts(Tally.NONE, Tally.NONE, latency, RetryCounts.NONE);
    }

    static RouteCounts retries(RetryCounts retries) {
        return new RouteCounts(Tally.NONE, Tally.NONE, LatencyHistogram.EMPTY, retries);
    }

    /** Both together. */
    public RouteCounts plus(RouteCounts other) {
        return new RouteCounts(
                effective.plus(other.effective),
                actual.plus(other.actual),
                latency.plus(other.latency),
                retries.plus(other.retries));
    }

    /** What has been counted since an earlier state of the same route. */
    public RouteCounts minus(RouteCounts earlier) {
        return new RouteCounts(
                effective.minus(earlier.effective),
                actual.minus(earlier.actual),
                latency.minus(earlier.latency),
                retries.minus(earlier.retries));
    }
}
