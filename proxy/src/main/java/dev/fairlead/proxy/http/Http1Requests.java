package dev.fairlead.proxy.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpScheme;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Raises the head of an HTTP/1 request to HTTP/2's form, and lowers one (RFC 9113 §8.3.1). */
final class Http1Requests {
    private static final AsciiString COOKIE = HttpHeaderNames.COOKIE;

    private Http1Requests() {}

    /** The head in HTTP/2's form; the request is well formed and is used up. */
    static Http1Head raise(HttpRequest request, boolean last) {
        HttpHeaders headers = request.headers();
        CharSequence upgrade = last ? upgradeOf(request) : null;
        boolean absolute = isAbsolute(request);
        HeaderRules.removeConnectionFields(headers);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        Http1Head head =
                new Http1Head(
                        request.protocolVersion(),
                        absolute ? request.uri() : null,
                        upgrade,
                        headers.size() + 4);
        head.method(request.method().asciiName());
        if (request.method().equals(HttpMethod.CONNECT)) {
            head.authority(request.uri());
        } else if (absolute) {
            splitAbsolute(head, request.uri());
        } else {
            head.scheme(HttpScheme.HTTP.name());
            head.path(request.uri());
            String host = headers.get(HttpHeaderNames.HOST);
            if (host != null && !host.isEmpty()) {
                head.authority(host);
            }
        }
        copyRaised(headers, head, absolute || head.authority() == null);
        return head;
    }

    private static @Nullable CharSequence upgradeOf(HttpRequest request) {
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                || !request.headers()
                        .containsValue(
                                HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            return null;
        }
        StringJoiner protocols = new StringJoiner(", ");
        for (String line : request.headers().getAll(HttpHeaderNames.UPGRADE)) {
            for (String protocol : line.split(",", -1)) {
                String name = protocol.strip();
                // HTTP/2 in a tunnel would be requests that nobody here sees
                if (!name.isEmpty() && !name.toLowerCase(Locale.ROOT).startsWith("h2c")) {
                    protocols.add(name);
                }
            }
        }
        return protocols.length() == 0 ? null : protocols.toString();
    }

    private static boolean isAbsolute(HttpRequest request) {
        return !request.uri().startsWith("/")
                && !request.uri().equals("*")
                && !request.method().equals(HttpMethod.CONNECT);
    }

    private static void splitAbsolute(Http1Head head, String target) {
        int start = target.indexOf("://") + 3;
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        String rest = target.substring(end);
        head.scheme(target.substring(0, start - 3));
        head.authority(target.substring(start, end));
        head.path(rest.startsWith("/") ? rest : "/" + rest);
    }

    private static void copyRaised(HttpHeaders from, Http1Head to, boolean keepHost) {
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = from.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            AsciiString name = AsciiString.of(field.getKey()).toLowerCase();
            if (keepHost || !name.equals(HttpHeaderNames.HOST)) {
                to.add(name, field.getValue());
            }
        }
    }

    /**
     * The head in HTTP/1's form, framed for what follows: as it said itself, else chunked.
     *
     * @throws IllegalArgumentException if a name or value cannot be written in HTTP/1
     */
    static HttpRequest lower(Http2Headers head, boolean last) {
        Http1Head raised = head instanceof Http1Head http1 ? http1 : null;
        HttpVersion version = raised == null ? HttpVersion.HTTP_1_1 : raised.version();
        HttpHeaders headers = new DefaultHttpHeaders();
        CharSequence authority = head.authority();
        if (!head.contains(HttpHeaderNames.HOST) && authority != null) {
            headers.add(HttpHeaderNames.HOST, authority);
        }
        copyLowered(head, headers);
        boolean tunnel =
                raised == null ? "CONNECT".contentEquals(head.method()) : raised.mayBecomeTunnel();
        if (tunnel && head.path() == null) { // CONNECT has no body, whatever it says
            headers.remove(HttpHeaderNames.CONTENT_LENGTH);
        }
        if (!last && !tunnel && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        if (raised != null && raised.upgrade().isPresent()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            headers.set(HttpHeaderNames.UPGRADE, raised.upgrade().get());
        } else if (version.equals(HttpVersion.HTTP_1_0)) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return new DefaultHttpRequest(
                version, HttpMethod.valueOf(head.method().toString()), target(head), headers);
    }

    private static String target(Http2Headers head) {
        if (head instanceof Http1Head http1 && http1.absoluteTarget().isPresent()) {
            return FramingGuard.asWritten(http1.absoluteTarget().get());
        }
        CharSequence path = head.path();
        return FramingGuard.asWritten((path == null ? head.authority() : path).toString());
    }

    private static void copyLowered(Http2Headers from, HttpHeaders to) {
        StringBuilder cookies = null;
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            CharSequence name = field.getKey();
            if (Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(name)) {
                continue;
            }
            if (COOKIE.contentEquals(name)) { // RFC 9113 §8.2.3: crumbs are joined again
                cookies = cookies == null ? new StringBuilder() : cookies.append("; ");
                cookies.append(field.getValue());
            } else {
                to.add(name, field.getValue());
            }
        }
        if (cookies != null) {
            to.set(COOKIE, cookies);
        }
    }
}
