package dev.fairlead.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * Which request heads are safe to write in another protocol's form.
 *
 * <p>A request that two parsers could read in two ways is how requests are smuggled. The codecs
 * refuse what is wrong in one protocol; here is refused what would be wrong in the other: a target
 * with blanks or control characters, two names for one host, a form of target that the method does
 * not have (RFC 9112 §3.2, RFC 9113 §8.3.1 and §10.3).
 */
final class FramingGuard {
    private FramingGuard() {}

    /** Whether an HTTP/1 request, as decoded, may be raised. */
    static boolean wellFormed(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return false;
        }
        if (!hasOneHost(request)) {
            return false;
        }
        String target = request.uri();
        if (!isVisible(target)) {
            return false;
        }
        if (request.method().equals(HttpMethod.CONNECT)) {
            return version.equals(HttpVersion.HTTP_1_1) && isAuthority(target) && hasPort(target);
        }
        return target.startsWith("/")
                || (target.equals("*") && request.method().equals(HttpMethod.OPTIONS))
                || isAbsolute(target);
    }

    /** Whether an HTTP/2 request may be lowered. */
    static boolean wellFormed(Http2Headers head) {
        CharSequence method = head.method();
        if (method == null || !isToken(method)) {
            return false;
        }
        CharSequence authority = head.authority();
        if (authority != null && !isAuthority(authority)) {
            return false;
        }
        CharSequence host = head.get(HttpHeaderNames.HOST);
        if (host != null
                && (head.getAll(HttpHeaderNames.HOST).size() > 1
                        || !isAuthority(host)
                        || (authority != null
                                && !AsciiString.contentEqualsIgnoreCase(host, authority)))) {
            return false;
        }
        if ("CONNECT".contentEquals(method)) {
            return authority != null && head.path() == null && hasPort(authority);
        }
        CharSequence path = head.path();
        return path != null
                && !path.isEmpty()
                && (path.charAt(0) == '/' || "*".contentEquals(path))
                && isVisible(path);
    }

    private static boolean hasOneHost(HttpRequest request) {
        HttpHeaders headers = request.headers();
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1) {
            return false;
        }
        if (hosts.isEmpty()) {
            return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        }
        return hosts.getFirst().isEmpty() || isAuthority(hosts.getFirst());
    }

    private static boolean isAbsolute(String target) {
        int end = target.indexOf("://");
        if (end < 1 || !isScheme(target, end)) {
            return false;
        }
        int start = end + 3;
        int slash = start;
        while (slash < target.length() && "/?#".indexOf(target.charAt(slash)) < 0) {
            slash++;
        }
        return slash > start && isAuthority(target.substring(start, slash));
    }

    private static boolean isScheme(String target, int end) {
        for (int i = 0; i < end; i++) {
            char c = target.charAt(i);
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || "+-.".indexOf(c) >= 0))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVisible(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAuthority(CharSequence text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '/' || c == '?' || c == '#' || c == '\\'
                    || c == ',') {
                return false;
            }
        }
        return true;
    }

    private static boolean hasPort(CharSequence authority) {
        int digits = 0;
        int i = authority.length() - 1;
        while (i >= 0 && authority.charAt(i) >= '0' && authority.charAt(i) <= '9') {
            digits++;
            i--;
        }
        return digits > 0 && digits <= 5 && i > 0 && authority.charAt(i) == ':';
    }

    private static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric =
                    (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
