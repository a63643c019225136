package dev.fairlead.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1 in HTTP/2 between two proxies: {@code l5d-orig-proto: HTTP/1.1}, followed by {@code ;
 * absolute-form} where the request target was in that form (RFC 9112 §3.2.2). The proxy that hears
 * it gives its application what the client has written.
 *
 * @param version HTTP/1.0 or HTTP/1.1
 */
record OrigProto(HttpVersion version, boolean absoluteForm) {
    private static final String ABSOLUTE_FORM = "absolute-form";

    /** Says of a request that goes out over HTTP/2 what it was. */
    static void mark(Http1Head head) {
        String version = head.version().text();
        head.set(
                HeaderRules.ORIG_PROTO,
                head.absoluteTarget().isPresent() ? version + "; " + ABSOLUTE_FORM : version);
    }

    /**
     * Makes of a request that came over HTTP/2 what it was, if it says so in a form that can be
     * believed; it is used up then. In any case it says so no more.
     *
     * @param last whether it has no body
     */
    static Optional<Http1Head> restore(Http2Headers head, boolean last) {
        List<CharSequence> values = head.getAllAndRemove(HeaderRules.ORIG_PROTO);
        if (values.size() != 1 || "CONNECT".contentEquals(head.method())) {
            return Optional.empty();
        }
        return parse(values.getFirst().toString())
                .filter(proto -> last || proto.mayHaveBody(head))
                .map(proto -> proto.raised(head));
    }

    private static Optional<OrigProto> parse(String value) {
        String[] parts = value.split(";", 2);
        boolean absolute = parts.length == 2;
        if (absolute && !parts[1].strip().equals(ABSOLUTE_FORM)) {
            return Optional.empty();
        }
        return switch (parts[0].strip()) {
            case "HTTP/1.1" -> Optional.of(new OrigProto(HttpVersion.HTTP_1_1, absolute));
            case "HTTP/1.0" -> Optional.of(new OrigProto(HttpVersion.HTTP_1_0, absolute));
            default -> Optional.empty();
        };
    }

    /** HTTP/1.0 knows no chunks: without a length nobody would see a body (RFC 9112 §6.3). */
    private boolean mayHaveBody(Http2Headers head) {
        return version.equals(HttpVersion.HTTP_1_1)
                || head.contains(HttpHeaderNames.CONTENT_LENGTH);
    }

    private Http1Head raised(Http2Headers head) {
        Http1Head restored = new Http1Head(version, target(head), null, head.size() + 1);
        for (Map.Entry<CharSequence, CharSequence> field : head) {
            restored.add(field.getKey(), field.getValue());
        }
        if (version.equals(HttpVersion.HTTP_1_1)
                && restored.authority() == null
                && !restored.contains(HttpHeaderNames.HOST)) {
            restored.set(HttpHeaderNames.HOST, ""); // RFC 9112 §3.2: empty, but there
        }
        return restored;
    }

    private @Nullable String target(Http2Headers head) {
        return absoluteForm && head.authority() != null
                ? head.scheme() + "://" + head.authority() + head.path()
                : null;
    }
}
