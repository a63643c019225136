package dev.fairlead.proxy.exchange;

/**
 * Why the proxy itself failed a request: the closed list behind the header {@code
 * l5d-proxy-reason}, the label {@code reason} of {@code proxy_error_total} and the log.
 */
public enum FailureReason {
    /** The request is not well-formed HTTP, or means different things to different readers. */
    BAD_REQUEST("bad-request", 400, 3, "unexpected"),
    /** The request's head is larger than the limit. */
    HEADERS_TOO_LARGE("headers-too-large", 431, 8, "unexpected"),
    /** The request line is longer than the limit. */
    TARGET_TOO_LONG("target-too-long", 414, 3, "unexpected"),
    /** The request names a service that discovery does not know. */
    UNKNOWN_SERVICE("unknown-service", 503, 14, "unexpected"),
    /** The request would come back to this proxy. */
    LOOP("loop", 508, 10, "unexpected"),
    /** No endpoint was ready while the request waited for as long as fail-fast allows. */
    NO_ENDPOINT("no-endpoint", 504, 4, "failfast"),
    /** No endpoint has been ready for so long that nothing waits for one any more. */
    FAIL_FAST("fail-fast", 503, 14, "loadshed"),
    /** As many requests as may wait for an endpoint of the service are waiting already. */
    QUEUE_FULL("queue-full", 503, 14, "loadshed"),
    /** As many requests as may wait for an answer are waiting already. */
    IN_FLIGHT_LIMIT("in-flight-limit", 503, 14, "loadshed"),
    /** The endpoint refused the connection. */
    CONNECT_REFUSED("connect-refused", 502, 14, "i/o"),
    /** The endpoint did not take the connection in time. */
    CONNECT_TIMEOUT("connect-timeout", 504, 14, "i/o"),
    /** The connection to the endpoint could not be made for another cause. */
    CONNECT_FAILED("connect-failed", 502, 14, "i/o"),
    /** The connection to the endpoint was lost before the answer was complete. */
    CONNECTION_LOST("connection-lost", 502, 14, "i/o"),
    /** The endpoint answered with something that is not HTTP. */
    BAD_RESPONSE("bad-response", 502, 13, "i/o"),
    /** The head or trailers of the answer are larger than the limit. */
    RESPONSE_HEADERS_TOO_LARGE("response-headers-too-large", 502, 13, "i/o"),
    /** The endpoint reset the HTTP/2 stream of a request that came over HTTP/1. */
    STREAM_RESET("stream-reset", 502, 14, "i/o"),
    /** The route's timeout was over before the head of an answer came. */
    ROUTE_TIMEOUT("route-timeout", 504, 4, "response timeout"),
    /** The route's time for one attempt was over, and no other attempt could follow. */
    PER_TRY_TIMEOUT("per-try-timeout", 504, 4, "response timeout"),
    /** The grpc-timeout of the client was over before the head of an answer came. */
    GRPC_TIMEOUT("grpc-timeout", 504, 4, "response timeout"),
    /** After the head of the answer, nothing came or went for as long as is configured. */
    IDLE_TIMEOUT("idle-timeout", 504, 4, "response timeout");

    private final String label;
    private final int httpStatus;
    private final int grpcStatus;
    private final String errorLabel;

    FailureReason(String label, int httpStatus, int grpcStatus, String errorLabel) {
        this.label = label;
        this.httpStatus = httpStatus;
        this.grpcStatus = grpcStatus;
        this.errorLabel = errorLabel;
    }

    /** The reason as it is shown: {@code connect-refused}. */
    public String label() {
        return label;
    }

    /** The status of the answer over HTTP. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The status of the answer over gRPC. */
    public int grpcStatus() {
        return grpcStatus;
    }

    /** The label {@code error} of Linkerd's families {@code *_http_errors_total}. */
    String errorLabel() {
        return errorLabel;
    }
}
