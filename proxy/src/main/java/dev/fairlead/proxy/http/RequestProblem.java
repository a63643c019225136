package dev.fairlead.proxy.http;

/** Why the bytes of a client are not a request that can be relayed. */
public enum RequestProblem {
    /** RFC 9112 §2.2, RFC 9113 §8.1.1: not a well-formed request. */
    MALFORMED,
    /** The head is larger than the configured limit (RFC 6585 §5). */
    HEADERS_TOO_LARGE,
    /** The request line is longer than the configured limit (RFC 9110 §15.5.15). */
    TARGET_TOO_LONG
}
