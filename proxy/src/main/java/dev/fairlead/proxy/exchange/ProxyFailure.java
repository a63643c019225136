package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.RequestProblem;
import dev.fairlead.proxy.pool.ConnectFailure;
import io.netty.handler.codec.http2.Http2Error;
import java.net.InetSocketAddress;

/** A request that the proxy itself has to answer, or to cut short; {@link Rescue} says how. */
sealed interface ProxyFailure {
    /** The entry of the closed list. */
    FailureReason reason();

    /** One sentence for a person. Holds nothing that a client sent. */
    String message();

    /**
     * Whether it counts as an answer of the endpoint, with the status that the client sees, as in
     * Linkerd: what goes wrong beneath an endpoint does, what goes wrong before one is chosen does
     * not.
     */
    default boolean belongsToEndpoint() {
        return false;
    }

    /** The client's bytes are no request. */
    record Unreadable(RequestProblem problem) implements ProxyFailure {
        @Override
        public FailureReason reason() {
            return switch (problem) {
                case MALFORMED -> FailureReason.BAD_REQUEST;
                case HEADERS_TOO_LARGE -> FailureReason.HEADERS_TOO_LARGE;
                case TARGET_TOO_LONG -> FailureReason.TARGET_TOO_LONG;
            };
        }

        @Override
        public String message() {
            return switch (problem) {
                case MALFORMED -> "malformed request";
                case HEADERS_TOO_LARGE -> "request header fields too large";
                case TARGET_TOO_LONG -> "request target too long";
            };
        }
    }

    /** The service has no endpoint for the request. */
    record Unrouted(String service, FailureReason reason) implements ProxyFailure {
        @Override
        public String message() {
            return switch (reason) {
                case UNKNOWN_SERVICE -> "no such service";
                case NO_ENDPOINT -> "logical service " + service + ": service in fail-fast";
                case FAIL_FAST -> "logical service " + service + ": service unavailable";
                case QUEUE_FULL -> "logical service " + service + ": queue full";
                case IN_FLIGHT_LIMIT -> "too many requests in flight";
                default -> reason.label();
            };
        }
    }

    /** The endpoint could not be connected to; nothing of the request has left. */
    record NotConnected(InetSocketAddress endpoint, ConnectFailure failure)
            implements ProxyFailure {
        @Override
        public FailureReason reason() {
            return switch (failure) {
                case REFUSED -> FailureReason.CONNECT_REFUSED;
                case TIMED_OUT -> FailureReason.CONNECT_TIMEOUT;
                case FAILED, RETIRED -> FailureReason.CONNECT_FAILED;
                case LOOP -> FailureReason.LOOP;
            };
        }

        @Override
        public String message() {
            return Rescue.endpoint(endpoint)
                    + switch (failure) {
                        case REFUSED -> "connection refused";
                        case TIMED_OUT -> "connect timed out";
                        case FAILED -> "connect failed";
                        case RETIRED -> "endpoint removed";
                        case LOOP -> "the request would come back to this proxy";
                    };
        }

        @Override
        public boolean belongsToEndpoint() {
            return true;
        }
    }

    /** The connection to the endpoint was lost under the request. */
    record Lost(InetSocketAddress endpoint, ConnectionLoss loss) implements ProxyFailure {
        @Override
        public FailureReason reason() {
            return switch (loss) {
                case CLOSED -> FailureReason.CONNECTION_LOST;
                case MALFORMED -> FailureReason.BAD_RESPONSE;
                case HEADERS_TOO_LARGE -> FailureReason.RESPONSE_HEADERS_TOO_LARGE;
            };
        }

        @Override
        public String message() {
            return Rescue.endpoint(endpoint)
                    + switch (loss) {
                        case CLOSED -> "connection closed before the response was complete";
                        case MALFORMED -> "malformed response";
                        case HEADERS_TOO_LARGE -> "response header fields too large";
                    };
        }

        @Override
        public boolean belongsToEndpoint() {
            return true;
        }
    }

    /** The endpoint reset the stream of a request whose client cannot be told by a reset. */
    record Reset(InetSocketAddress endpoint, Http2Error error) implements ProxyFailure {
        @Override
        public FailureReason reason() {
            return FailureReason.STREAM_RESET;
        }

        @Override
        public String message() {
            return Rescue.endpoint(endpoint) + "stream reset: " + error;
        }

        @Override
        public boolean belongsToEndpoint() {
            return true;
        }
    }
}
