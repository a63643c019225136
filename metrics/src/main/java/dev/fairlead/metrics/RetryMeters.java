package dev.fairlead.metrics;

/**
 * What became of the failed attempts of one route that it allows to retry; {@code
 * route_retryable_total}.
 *
 * <p>Both series are there, at zero, once the handle is made: make it with the first request of an
 * outbound route. Belongs to the loop that resolved it.
 */
public final class RetryMeters extends Handle<RetryCells> {
    RetryMeters(SeriesGroup<RetryCells> group, int loop) {
        super(group, loop);
    }

    /** Counts a failed attempt that may be repeated and that the budget allows. */
    public void retried() {
        cells().retryable().add(1);
    }

    /**
     * Counts a failed attempt that may be repeated but that the budget refused: in the plain series
     * and as skipped.
     */
    public void skippedNoBudget() {
        RetryCells cells = cells();
        cells.retryable().add(1);
        cells.skipped().add(1);
    }
}
