package dev.fairlead.metrics;

/**
 * What became of the failed attempts of one route: {@code route_retryable_total} and {@code
 * route_retry_total}.
 *
 * <p>Both series of {@code route_retryable_total} are there, at zero, once the handle is made: make
 * it with the first request of an outbound route. A series of {@code route_retry_total} is there
 * once its outcome was counted, as nine series at zero for each route would use up the room for
 * series. Belongs to the loop that resolved it.
 */
public final class RetryMeters extends Handle<RetryCells> {
    RetryMeters(SeriesGroup<RetryCells> group, int loop) {
        super(group, loop);
    }

    /** Counts a failed attempt that may be repeated and that the budget allows. */
    public void retried() {
        cells().retryable();
    }

    /**
     * Counts a failed attempt that may be repeated but that the budget refused: in the plain series
     * and as skipped.
     */
    public void skippedNoBudget() {
        RetryCells cells = cells();
        cells.retryable();
        cells.skipped();
    }

    /** Counts a request of which an attempt failed: once, when its answer is settled. */
    public void fate(RetryOutcome outcome) {
        cells().fate(outcome);
    }
}
