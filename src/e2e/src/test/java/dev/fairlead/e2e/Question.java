package dev.fairlead.e2e;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A request, of whatever version of HTTP. It has an id that no other has, by which servers know it
 * again.
 *
 * @param headers names in lower case, without those that frame the body
 */
record Question(
        String method, String authority, String path, Map<String, String> headers, Body body) {
    /** The header with the id. */
    static final String ID = "x-request-id";

    /** The header with the size of the body, for servers that check it. */
    static final String SIZE = "x-body-size";

    private static final AtomicLong IDS = new AtomicLong();

    Question {
        headers = Map.copyOf(headers);
    }

    static Question get(String authority, String path) {
        return of("GET", authority, path, Body.NONE);
    }

    static Question post(String authority, String path, Body body) {
        return of("POST", authority, path, body);
    }

    static Question of(String method, String authority, String path, Body body) {
        Map<String, String> headers = Map.of(ID, "request-" + IDS.incrementAndGet());
        return new Question(method, authority, path, headers, body);
    }

    /** A call as a gRPC client would send it, with whatever message. */
    static Question grpc(String authority, String path, Body message) {
        return post(authority, path, message)
                .with("content-type", "application/grpc")
                .with("te", "trailers");
    }

    Question with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value.toString());
        return new Question(method, authority, path, more, body);
    }

    String id() {
        return headers.getOrDefault(ID, "");
    }
}
