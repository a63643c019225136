package dev.fairlead.proxy.config;

/**
 * Limits of HTTP messages, the same for requests, responses and trailers, HTTP/1 and HTTP/2.
 *
 * @param maxHeaderBytes all header fields of one head or of the trailers together, from 1024
 * @param maxFirstLineBytes the request line or status line of HTTP/1, from 256
 */
public record HttpLimits(int maxHeaderBytes, int maxFirstLineBytes) {
    /** Smallest limit of a head. */
    public static final int MIN_HEADER_BYTES = 1024;

    /** Smallest limit of a first line. */
    public static final int MIN_FIRST_LINE_BYTES = 256;

    public HttpLimits {
        Check.atLeast("maxHeaderBytes", maxHeaderBytes, MIN_HEADER_BYTES);
        Check.atLeast("maxFirstLineBytes", maxFirstLineBytes, MIN_FIRST_LINE_BYTES);
    }
}
