package dev.fairlead.metrics;

/** What became of a request of which an attempt failed: the closed set of {@code outcome}. */
public enum RetryOutcome {
    /** Sent again; the last attempt counts as a success. */
    RETRIED_OK(0, "retried_ok"),
    /** Sent again, as often as was allowed or had sense; the last attempt failed too. */
    RETRIED_FAILED(1, "retried_failed"),
    /**
     * The endpoint may have processed the request, and the route does not allow to send it again,
     * or the endpoint or a proxy before this one asked not to.
     */
    SKIPPED_NOT_RETRYABLE(2, "skipped_not_retryable"),
    /** The retry budget of the service was spent. */
    SKIPPED_BUDGET(3, "skipped_budget"),
    /** The body of the request was not kept: longer than the limit, or the proxy's memory full. */
    SKIPPED_BODY(4, "skipped_body"),
    /** A part of the response had been passed on. */
    SKIPPED_COMMITTED(5, "skipped_committed"),
    /** A timeout had passed, or would have before the retry. */
    SKIPPED_DEADLINE(6, "skipped_deadline"),
    /** The route allows no retry at all: its {@code maxRetries} is 0. */
    SKIPPED_MAX(7, "skipped_max"),
    /** No endpoint was there to send it to. */
    SKIPPED_NO_ENDPOINT(8, "skipped_no_endpoint");

    private static final RetryOutcome[] BY_INDEX = values();

    private final int index;
    private final String label;

    RetryOutcome(int index, String label) {
        this.index = index;
        this.label = label;
    }

    /** The value of the label {@code outcome}. */
    public String label() {
        return label;
    }

    /** The place in the declaration, from 0. */
    int index() {
        return index;
    }

    static RetryOutcome ofIndex(int index) {
        return BY_INDEX[index];
    }
}
