package dev.fairlead.metrics;

/**
 * The verdict on one response or failed request: one of a closed set, all made beforehand, so that
 * recording allocates nothing.
 *
 * @param success what the label {@code classification} says
 * @param grpcStatus the gRPC status that the verdict rests on, 0 to 16, or {@link #NO_GRPC_STATUS}
 * @param error what broke the exchange; with an error there is neither success nor a gRPC status
 */
public record ResponseOutcome(boolean success, int grpcStatus, ResponseError error) {
    /** The verdict does not rest on a gRPC status. */
    public static final int NO_GRPC_STATUS = -1;

    /** An HTTP response that its class or status calls a success. */
    public static final ResponseOutcome SUCCESS =
            new ResponseOutcome(true, NO_GRPC_STATUS, ResponseError.NONE);

    /** An HTTP response that its class or status calls a failure. */
    public static final ResponseOutcome FAILURE =
            new ResponseOutcome(false, NO_GRPC_STATUS, ResponseError.NONE);

    /** The timeout of the profile's route. */
    public static final ResponseOutcome TIMEOUT = broken(ResponseError.TIMEOUT);

    /** An error without a name of its own. */
    public static final ResponseOutcome UNCLASSIFIED = broken(ResponseError.UNCLASSIFIED);

    private static final int UNKNOWN = 2;
    private static final int GRPC_STATUSES = 17;

    /**
     * How many values {@link #index} can have: the HTTP verdicts, the gRPC verdicts, the errors.
     */
    static final int COUNT = 2 * (1 + GRPC_STATUSES) + ResponseError.COUNT;

    private static final ResponseOutcome[] BY_INDEX = all();

    public ResponseOutcome {
        if (grpcStatus < NO_GRPC_STATUS || grpcStatus >= GRPC_STATUSES) {
            throw new IllegalArgumentException(
                    "grpcStatus: " + grpcStatus + " (expected: -1 to 16)");
        }
        if (error != ResponseError.NONE && (success || grpcStatus != NO_GRPC_STATUS)) {
            throw new IllegalArgumentException(
                    "error: " + error + " (expected: a failure without a gRPC status)");
        }
    }

    /**
     * The outcome of a gRPC status. Which codes are failures is the classifier's to say: a stream
     * that ends without any status counts as a success with status 2, where a status 2 that was
     * sent counts as a failure.
     *
     * @param status the number of the status; 17 and above, and negative ones, count as 2 (UNKNOWN)
     */
    public static ResponseOutcome grpc(int status, boolean success) {
        int known = status < 0 || status >= GRPC_STATUSES ? UNKNOWN : status;
        return BY_INDEX[index(success, known)];
    }

    /** The outcome of a stream that was reset with this HTTP/2 error code (RFC 9113 §7). */
    public static ResponseOutcome reset(long http2ErrorCode) {
        return of(ResponseError.ofHttp2(http2ErrorCode));
    }

    /** The outcome of an exchange that this error broke. */
    public static ResponseOutcome of(ResponseError error) {
        if (error == ResponseError.NONE) {
            throw new IllegalArgumentException("error: NONE (expected: an error)");
        }
        return BY_INDEX[2 * (1 + GRPC_STATUSES) + error.index()];
    }

    /** The value of the label {@code classification}. */
    public String classification() {
        return success ? "success" : "failure";
    }

    /** A number from 0 to {@link #COUNT} - 1, other for each value. */
    int index() {
        if (error != ResponseError.NONE) {
            return 2 * (1 + GRPC_STATUSES) + error.index();
        }
        return index(success, grpcStatus);
    }

    static ResponseOutcome ofIndex(int index) {
        return BY_INDEX[index];
    }

    private static int index(boolean success, int grpcStatus) {
        return 2 * (grpcStatus - NO_GRPC_STATUS) + (success ? 0 : 1);
    }

    private static ResponseOutcome broken(ResponseError error) {
        return new ResponseOutcome(false, NO_GRPC_STATUS, error);
    }

    private static ResponseOutcome[] all() {
        ResponseOutcome[] outcomes = new ResponseOutcome[COUNT];
        for (int status = NO_GRPC_STATUS; status < GRPC_STATUSES; status++) {
            outcomes[index(true, status)] = new ResponseOutcome(true, status, ResponseError.NONE);
            outcomes[index(false, status)] = new ResponseOutcome(false, status, ResponseError.NONE);
        }
        for (ResponseError error : ResponseError.values()) {
            // NONE takes a slot that nothing asks for, which keeps the index a plain sum.
            outcomes[2 * (1 + GRPC_STATUSES) + error.index()] = broken(error);
        }
        return outcomes;
    }
}
