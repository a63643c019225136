package dev.fairlead.metrics;

/**
 * Requests, responses and latencies of one label set: a route, the attempts of a route, or an
 * endpoint.
 *
 * <p>Recording and closing belong to the loop that resolved the handle; the sums may be read from
 * any thread.
 */
public final class HttpMeters extends Handle<HttpCells> {
    /** In place of an HTTP status: no response came. */
    public static final int NO_STATUS = ClassKey.NO_STATUS;

    HttpMeters(SeriesGroup<HttpCells> group, int loop) {
        super(group, loop);
    }

    /**
     * Counts a request: at once if it has no body, else when the first part of its body goes out.
     */
    public void request() {
        cells().request();
    }

    /**
     * Records how long the first part of a response body took to come. Attempts of a route have no
     * histogram, and there is none without a status: nothing is recorded then.
     *
     * @param status HTTP status, 100 to 999
     * @param millis whole milliseconds since the request was counted, truncated
     */
    public void latency(int status, long millis) {
        cells().latency(status, millis);
    }

    /**
     * Counts a response, or a request that failed without one, when its verdict is final.
     *
     * @param status HTTP status, 100 to 999, or {@link #NO_STATUS}
     */
    public void response(int status, ResponseOutcome outcome) {
        cells().response(status, outcome);
    }

    /** Requests counted with these labels, over all loops and handles. */
    public long requests() {
        return group().sum(HttpCells::requests);
    }

    /** Responses that counted as successes, over all loops and handles. */
    public long successes() {
        return responses(true);
    }

    /**
     * Responses that counted as failures and requests that failed without one, over all loops and
     * handles.
     */
    public long failures() {
        return responses(false);
    }

    private long responses(boolean success) {
        long sum = 0;
        for (int key : group().classes()) {
            if (!ClassKey.isLatency(key) && ClassKey.outcome(key).success() == success) {
                sum += group().sum(cells -> cells.responses(key));
            }
        }
        return sum;
    }
}
