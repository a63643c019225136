package dev.fairlead.proxy.http;

/** How an upstream connection was lost under an exchange. */
public enum ConnectionLoss {
    /**
     * Closed before the whole head of the request was written. A head that is not whole is no
     * request (RFC 9112 §2.1, RFC 9113 §4.3), so the server cannot have acted upon it.
     */
    UNSENT,
    /** Closed or reset by the peer, or by the network. */
    CLOSED,
    /** The peer sent bytes that are not HTTP. */
    MALFORMED,
    /** The peer sent a head or trailers larger than the configured limit. */
    HEADERS_TOO_LARGE
}
