package dev.fairlead.proxy.admin;

/**
 * A request for an admin page.
 *
 * @param method as on the request line: {@code GET}
 * @param path without the query, not decoded
 * @param query what follows the {@code ?}, without it; empty when there is none
 * @param fromLoopback whether the client is on this machine's loopback interface
 * @param accept the {@code Accept} field, empty when there is none
 * @param acceptsGzip whether {@code Accept-Encoding} names gzip
 * @param body whole; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a body is handed over, never compared
public record AdminRequest(
        String method,
        String path,
        String query,
        boolean fromLoopback,
        String accept,
        boolean acceptsGzip,
        byte[] body) {}
