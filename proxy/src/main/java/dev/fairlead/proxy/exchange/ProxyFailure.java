package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.ResponseOutcome;
import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.RequestProblem;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.route.GoDuration;
import io.netty.handler.codec.http2.Http2Error;
import java.net.InetSocketAddress;
import java.time.Duration;

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

    /** How it counts where it does not count as an answer. */
    default ResponseOutcome outcome() {
        return ResponseOutcome.UNCLASSIFIED;
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

    /** Circuit breakers keep every endpoint of the service that can be reached from the request. */
    record ShutOut(String service, FailureReason reason) implements ProxyFailure {
        @Override
        public String message() {
            return "logical service " + service + ": circuit breakers open";
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
                case CLOSED, UNSENT -> FailureReason.CONNECTION_LOST;
                case MALFORMED -> FailureReason.BAD_RESPONSE;
                case HEADERS_TOO_LARGE -> FailureReason.RESPONSE_HEADERS_TOO_LARGE;
            };
        }

        @Override
        public String message() {
            return Rescue.endpoint(endpoint)
                    + switch (loss) {
                        case CLOSED -> "connection closed before the response was complete";
                        case UNSENT -> "connection closed before the request was sent";
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

    /** A clock ran out. */
    record TimedOut(String service, Clock clock, Duration after) implements ProxyFailure {
        /** What was timed. */
        enum Clock {
            /** The route's {@code timeout}: all attempts, until the head of the response. */
            ROUTE(FailureReason.ROUTE_TIMEOUT),
            /** The route's {@code perTryTimeout}: one attempt, until its head. */
            PER_TRY(FailureReason.PER_TRY_TIMEOUT),
            /** The {@code grpc-timeout} of the client. */
            GRPC(FailureReason.GRPC_TIMEOUT),
            /** Nothing came or went after the head of the response. */
            IDLE(FailureReason.IDLE_TIMEOUT);

            private final FailureReason reason;

            Clock(FailureReason reason) {
                this.reason = reason;
            }
        }

        @Override
        public FailureReason reason() {
            return clock.reason;
        }

        @Override
        public String message() {
            String what =
                    switch (clock) {
                        case ROUTE, GRPC -> "HTTP response timeout";
                        case PER_TRY -> "HTTP response timeout of one attempt";
                        case IDLE -> "stream idle";
                    };
            return "logical service "
                    + service
                    + ": "
                    + what
                    + (clock == Clock.IDLE ? " for " : " after ")
                    + GoDuration.format(after);
        }

        @Override
        public ResponseOutcome outcome() {
            return ResponseOutcome.TIMEOUT;
        }
    }
}
