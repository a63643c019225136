package dev.fairlead.proxy.config;

/**
 * Limits of HTTP messages, the same for requests, responses and trailers, HTTP/1 and HTTP/2.
 *
 * @param maxHeaderBytes all header fields of one head or of the trailers together, from 1024
 * @param maxFirstLineBytes the request line or status line of HTTP/1 and the path of HTTP/2, from
 *     256
 * @param maxHeaderFields header fields of one head or of the trailers, pseudo-header fields
 *     included, from 16: each costs more memory than its bytes
 */
public record HttpLimits(int maxHeaderBytes, int maxFirstLineBytes, int maxHeaderFields) {
    /** Smallest limit of a head. */
    public static final int MIN_HEADER_BYTES = 1024;

    /** Smallest limit of a first line. */
    public static final int MIN_FIRST_LINE_BYTES = 256;

    /** Smallest limit of header fields. */
    public static final int MIN_HEADER_FIELDS = 16;

    public HttpLimits {
        Check.atLeast("maxHeaderBytes", maxHeaderBytes, MIN_HEADER_BYTES);
        Check.atLeast("maxFirstLineBytes", maxFirstLineBytes, MIN_FIRST_LINE_BYTES);
        Check.atLeast("maxHeaderFields", maxHeaderFields, MIN_HEADER_FIELDS);
    }
}
