package dev.fairlead.e2e;

import java.util.Map;

/**
 * An answer of whatever version of HTTP.
 *
 * @param headers names in lower case; the last of several
 * @param text the first bytes of the body
 * @param body what all of it came to
 * @param trailers as the headers
 */
record Reply(
        int status,
        Map<String, String> headers,
        String text,
        Checksum body,
        Map<String, String> trailers) {
    Reply {
        headers = Map.copyOf(headers);
        trailers = Map.copyOf(trailers);
    }

    /** The value, or nothing. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** {@code grpc-status}, wherever it is. */
    String grpcStatus() {
        return trailers.getOrDefault("grpc-status", header("grpc-status"));
    }

    /** Why the sidecar answered in a server's place, or nothing. */
    String reason() {
        return header("l5d-proxy-reason");
    }
}
