package dev.fairlead.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * Which heads are safe to write in another protocol's form.
 *
 * <p>A message that two parsers could read in two ways is how requests are smuggled. The codecs
 * refuse what is wrong in one protocol; here is refused what would be wrong in the other: a target
 * with blanks or control characters, two names for one host, a form of target that the method does
 * not have, a body where others see none (RFC 9112 §3.2 and §6, RFC 9113 §8.3.1 and §10.3).
 */
final class FramingGuard {
    /** What an authority may hold beside letters and digits (RFC 3986 §3.2.2), and no comma. */
    private static final String AUTHORITY_MARKS = "-._~%!$&'()*+;=:[]";

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final AsciiString WEBSOCKET_KEY1 = AsciiString.cached("sec-websocket-key1");

    private FramingGuard() {}

    /** Whether an HTTP/1 request, as decoded, may be raised. */
    static boolean wellFormed(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return false;
        }
        if (!hasOneHost(request) || !codingIsKnown(request) || hasHiddenBody(request)) {
            return false;
        }
        String target = request.uri();
        if (!isTarget(target)) {
            return false;
        }
        if (request.method().equals(HttpMethod.CONNECT)) {
            return version.equals(HttpVersion.HTTP_1_1)
                    && isAuthority(target)
                    && hasPort(target)
                    && HttpUtil.getContentLength(request, 0L) == 0
                    && !HttpUtil.isTransferEncodingChunked(request);
        }
        return target.startsWith("/")
                || (target.equals("*") && request.method().equals(HttpMethod.OPTIONS))
                || isAbsolute(target);
    }

    /** Whether an HTTP/1 response, as decoded, may be raised. */
    static boolean wellFormed(HttpResponse response) {
        return codingIsKnown(response);
    }

    /** Whether an HTTP/2 request may be lowered. */
    static boolean wellFormed(Http2Headers head) {
        CharSequence method = head.method();
        if (method == null || !isToken(method) || !hasOneHost(head)) {
            return false;
        }
        CharSequence path = head.path();
        CharSequence scheme = head.scheme();
        if ("CONNECT".contentEquals(method)) {
            CharSequence authority = head.authority();
            return authority != null && path == null && scheme == null && hasPort(authority);
        }
        return path != null
                && scheme != null
                && isScheme(scheme)
                && isTarget(path)
                && (path.charAt(0) == '/'
                        || ("*".contentEquals(path) && "OPTIONS".contentEquals(method)));
    }

    /** A target as HTTP/1's encoder, which writes UTF-8, takes it: so that its bytes stay. */
    static String asWritten(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) > 0x7f) {
                return new String(target.getBytes(ISO_8859_1), UTF_8);
            }
        }
        return target;
    }

    /** Any other transfer coding would be lost, as it is the last that is written anew. */
    private static boolean codingIsKnown(HttpMessage message) {
        List<String> codings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.isEmpty()
                || (codings.size() == 1
                        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst()));
    }

    /** A handshake of an early draft of WebSocket has eight bytes that no field announces. */
    private static boolean hasHiddenBody(HttpRequest request) {
        return request.headers().contains(WEBSOCKET_KEY1);
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

    private static boolean hasOneHost(Http2Headers head) {
        CharSequence authority = head.authority();
        if (authority != null && !isAuthority(authority)) {
            return false;
        }
        CharSequence host = head.get(HttpHeaderNames.HOST);
        if (host == null) {
            return true;
        }
        if (head.getAll(HttpHeaderNames.HOST).size() > 1) {
            return false;
        }
        return head instanceof Http1Head http1
                ? host.isEmpty() || (isAuthority(host) && mayNameBoth(http1))
                : isAuthority(host) && (authority == null || namesHostTwice(head));
    }

    /** In absolute form the target wins over {@code Host} (RFC 9112 §3.2.2); both are passed on. */
    private static boolean mayNameBoth(Http1Head head) {
        return head.absoluteTarget().isPresent()
                || head.authority() == null
                || namesHostTwice(head);
    }

    /** Whether {@code host} says the same as {@code :authority}. */
    static boolean namesHostTwice(Http2Headers head) {
        return AsciiString.contentEqualsIgnoreCase(
                head.get(HttpHeaderNames.HOST), head.authority());
    }

    private static boolean isAbsolute(String target) {
        int end = target.indexOf("://");
        if (end < 1 || !isScheme(target.substring(0, end))) {
            return false;
        }
        int start = end + 3;
        int slash = start;
        while (slash < target.length() && "/?".indexOf(target.charAt(slash)) < 0) {
            slash++;
        }
        return slash > start && isAuthority(target.substring(start, slash));
    }

    private static boolean isScheme(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && (i == 0 || !(isDigit(c) || "+-.".indexOf(c) >= 0))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Visible, without a fragment, which some keep and some cut off; and UTF-8, if not ASCII. */
    private static boolean isTarget(CharSequence text) {
        boolean ascii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '#' || c > 0xff) {
                return false;
            }
            ascii &= c < 0x80;
        }
        return !text.isEmpty() && (ascii || isUtf8(text.toString()));
    }

    private static boolean isUtf8(String bytes) {
        return asWritten(bytes).indexOf('\ufffd') < 0;
    }

    private static boolean isAuthority(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && !isDigit(c) && AUTHORITY_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean hasPort(CharSequence authority) {
        int digits = 0;
        int i = authority.length() - 1;
        while (i >= 0 && isDigit(authority.charAt(i))) {
            digits++;
            i--;
        }
        return digits > 0 && digits <= 5 && i > 0 && authority.charAt(i) == ':';
    }

    private static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && !isDigit(c) && TOKEN_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
