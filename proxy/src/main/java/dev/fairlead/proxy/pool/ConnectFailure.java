package dev.fairlead.proxy.pool;

/** Why no connection came about. Nothing of a request has left the proxy then. */
public enum ConnectFailure {
    /** The peer answered that nobody listens. */
    REFUSED,
    /** The peer did not answer in time. */
    TIMED_OUT,
    /** Anything else: no route, no free port, no file descriptor. */
    FAILED,
    /** The endpoint has left the service while the request waited. */
    RETIRED,
    /** The endpoint is this proxy itself, in the same direction: the request would come back. */
    LOOP
}
