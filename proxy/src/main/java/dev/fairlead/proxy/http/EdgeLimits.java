package dev.fairlead.proxy.http;

/**
 * What an edge reads at most.
 *
 * @param maxHeadBytes field lines of a head or of trailers, in bytes
 * @param maxRequestLineBytes the first line of an HTTP/1 message, in bytes
 */
public record EdgeLimits(int maxHeadBytes, int maxRequestLineBytes) {
    public EdgeLimits {
        if (maxHeadBytes < 1024) {
            throw new IllegalArgumentException(
                    "maxHeadBytes: " + maxHeadBytes + " (expected: >= 1024)");
        }
        if (maxRequestLineBytes < 256) {
            throw new IllegalArgumentException(
                    "maxRequestLineBytes: " + maxRequestLineBytes + " (expected: >= 256)");
        }
    }
}
