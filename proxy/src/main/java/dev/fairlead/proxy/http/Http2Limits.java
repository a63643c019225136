package dev.fairlead.proxy.http;

/**
 * What an HTTP/2 connection announces and enforces.
 *
 * @param streamWindowBytes initial window of a stream
 * @param connectionWindowBytes window of the connection, at least 65,535
 * @param maxConcurrentStreams streams the peer may have open; meaningless to a server we talk to
 * @param maxFrameBytes payload of one frame, 16,384 to 16,777,215
 * @param maxHeadBytes a head or trailers, decoded
 * @param maxResetsPerWindow RST_STREAM frames that the peer may send or provoke in 30 s
 *     (CVE-2023-44487, CVE-2025-8671); 0 for no limit
 */
public record Http2Limits(
        int streamWindowBytes,
        int connectionWindowBytes,
        long maxConcurrentStreams,
        int maxFrameBytes,
        int maxHeadBytes,
        int maxResetsPerWindow) {}
