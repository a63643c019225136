package dev.fairlead.proxy.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Makes responses of the admin server. */
final class Responses {
    private static final byte[] NO_BODY = {};

    private Responses() {}

    /** A page of plain text; the final newline is added. */
    static AdminResponse text(int status, String text) {
        return of(status, "text/plain", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static AdminResponse of(int status, String contentType, byte[] body) {
        return new AdminResponse(
                status, List.of(Map.entry("content-type", contentType), length(body)), body);
    }

    static AdminResponse gzip(String contentType, byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 8 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        byte[] bytes = compressed.toByteArray();
        return new AdminResponse(
                200,
                List.of(
                        Map.entry("content-type", contentType),
                        Map.entry("content-encoding", "gzip"),
                        length(bytes)),
                bytes);
    }

    /** A response without content, of a status that has none. */
    static AdminResponse empty(int status) {
        return new AdminResponse(status, List.of(), NO_BODY);
    }

    /** 405 with one {@code allow} field for each method. */
    static AdminResponse methodNotAllowed(String... methods) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String method : methods) {
            headers.add(Map.entry("allow", method));
        }
        headers.add(length(NO_BODY));
        return new AdminResponse(405, headers, NO_BODY);
    }

    /** What a HEAD gets: the same fields, no body. */
    static AdminResponse withoutBody(AdminResponse response) {
        return new AdminResponse(response.status(), response.headers(), NO_BODY);
    }

    private static Map.Entry<String, String> length(byte[] body) {
        return Map.entry("content-length", Integer.toString(body.length));
    }
}
