package dev.fairlead.metrics;

/**
 * The series below one label set, as numbers: a response class (status and outcome), the latency
 * histogram of a status, the end of a connection (errno), or the fate of a failed request. In
 * ascending order they are in the order of the page.
 */
final class ClassKey {
    /** No response came, so that there is no label {@code status_code}. */
    static final int NO_STATUS = 0;

    private static final int OUTCOME_BITS = 7;
    private static final int OUTCOME_MASK = (1 << OUTCOME_BITS) - 1;
    private static final int MIN_STATUS = 100;
    private static final int MAX_STATUS = 999;
    private static final int OVERFLOW_STATUS = MAX_STATUS + 1;

    /** The class that stands for all that found no room, in the series set named overflow. */
    static final int OVERFLOW_RESPONSE = OVERFLOW_STATUS << OUTCOME_BITS;

    /** The latency of all that found no room. */
    static final int OVERFLOW_LATENCY = OVERFLOW_RESPONSE | OUTCOME_MASK;

    private ClassKey() {}

    /**
     * @param status an HTTP status; what is none (RFC 9110 §15) counts as {@link #NO_STATUS}
     */
    static int response(int status, ResponseOutcome outcome) {
        return (valid(status) << OUTCOME_BITS) | outcome.index();
    }

    static int latency(int status) {
        return (valid(status) << OUTCOME_BITS) | OUTCOME_MASK;
    }

    static int status(int key) {
        return key >> OUTCOME_BITS;
    }

    static boolean isLatency(int key) {
        return (key & OUTCOME_MASK) == OUTCOME_MASK;
    }

    /** The outcome of a key of {@link #response}. */
    static ResponseOutcome outcome(int key) {
        return ResponseOutcome.ofIndex(key & OUTCOME_MASK);
    }

    private static int valid(int status) {
        return status >= MIN_STATUS && status <= MAX_STATUS ? status : NO_STATUS;
    }
}
