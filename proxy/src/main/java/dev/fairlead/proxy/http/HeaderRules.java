package dev.fairlead.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which fields belong to one connection only (RFC 9110 §7.6.1) and which are the mesh's own.
 *
 * <p>Connection fields never cross: they are removed from HTTP/1 heads before these are raised, and
 * from responses of our own before an HTTP/2 edge writes them. Of the mesh's fields, those that a
 * proxy acts upon are taken away from whoever is not a proxy.
 */
public final class HeaderRules {
    /** The service that a request was routed as, for the inbound proxy: {@code name:port}. */
    public static final AsciiString DST_CANONICAL = AsciiString.cached("l5d-dst-canonical");

    /** A message for people on a response that the proxy made itself. */
    public static final AsciiString PROXY_ERROR = AsciiString.cached("l5d-proxy-error");

    /** {@code close} on a response that the proxy made itself and closes the connection after. */
    public static final AsciiString PROXY_CONNECTION = AsciiString.cached("l5d-proxy-connection");

    /** The reason, from the closed list, of a response that the proxy made itself. */
    public static final AsciiString PROXY_REASON = AsciiString.cached("l5d-proxy-reason");

    /**
     * On every attempt after the first: how many went before. A proxy that receives it does not
     * multiply the request once more.
     */
    public static final AsciiString RETRY_ATTEMPT = AsciiString.cached("l5d-retry-attempt");

    /** The version of HTTP/1 that a request had before it was raised to HTTP/2 between proxies. */
    public static final AsciiString ORIG_PROTO = AsciiString.cached("l5d-orig-proto");

    private static final AsciiString CLIENT_ID = AsciiString.cached("l5d-client-id");
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");
    private static final AsciiString PROXY_CONNECTION_FIELD =
            AsciiString.cached("proxy-connection");

    /** Fields that decide framing or routing: {@code Connection} cannot make them disappear. */
    private static final Set<String> NEVER_BY_CONNECTION =
            Set.of("host", "content-length", "transfer-encoding", "te", "trailer", "close");

    /**
     * Fields about framing and routing, which nobody may believe once the body is read (RFC 9110
     * §6.5.1).
     */
    static final List<AsciiString> NEVER_TRAILERS =
            List.of(
                    HttpHeaderNames.CONTENT_LENGTH,
                    HttpHeaderNames.TRANSFER_ENCODING,
                    HttpHeaderNames.TRAILER,
                    HttpHeaderNames.HOST,
                    HttpHeaderNames.TE);

    private HeaderRules() {}

    /** Removes from an HTTP/1 head what belongs to its connection; framing fields stay. */
    static void removeConnectionFields(HttpHeaders headers) {
        for (String options : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String option : options.split(",", -1)) {
                String name = option.strip().toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && !NEVER_BY_CONNECTION.contains(name)) {
                    headers.remove(name);
                }
            }
        }
        headers.remove(HttpHeaderNames.CONNECTION);
        headers.remove(HttpHeaderNames.UPGRADE);
        headers.remove(KEEP_ALIVE);
        headers.remove(PROXY_CONNECTION_FIELD);
        headers.remove(HTTP2_SETTINGS);
        keepTrailersOf(headers);
    }

    /** {@code TE} is for one connection (RFC 9110 §10.1.4), but trailers do pass through here. */
    private static void keepTrailersOf(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.TE)) {
            boolean trailers =
                    headers.containsValue(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS, true);
            headers.remove(HttpHeaderNames.TE);
            if (trailers) {
                headers.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
            }
        }
    }

    /** Removes what RFC 9113 §8.2.2 forbids in HTTP/2. */
    static void removeConnectionFields(Http2Headers headers) {
        headers.remove(HttpHeaderNames.CONNECTION);
        headers.remove(HttpHeaderNames.UPGRADE);
        headers.remove(KEEP_ALIVE);
        headers.remove(PROXY_CONNECTION_FIELD);
        headers.remove(HTTP2_SETTINGS);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        CharSequence te = headers.get(HttpHeaderNames.TE);
        if (te != null && !HttpHeaderValues.TRAILERS.contentEqualsIgnoreCase(te)) {
            headers.remove(HttpHeaderNames.TE);
        }
    }

    /** A request on its way out of the application: it cannot speak for the mesh. */
    public static void outboundRequest(Http2Headers head, CharSequence canonicalDestination) {
        head.remove(ORIG_PROTO);
        head.remove(CLIENT_ID);
        if (canonicalDestination.isEmpty()) {
            head.remove(DST_CANONICAL);
        } else {
            head.set(DST_CANONICAL, canonicalDestination);
        }
    }

    /** A request on its way in to the application. */
    public static void inboundRequest(Http2Headers head) {
        head.remove(ORIG_PROTO);
        head.remove(CLIENT_ID);
        head.remove(DST_CANONICAL);
    }

    /**
     * A response on its way to the application that asked. What a peer proxy says of its own
     * connection stays here; why it failed goes on.
     */
    public static void outboundResponse(Http2Headers head) {
        head.remove(ORIG_PROTO);
        head.remove(PROXY_CONNECTION);
    }

    /** A response of the application: it cannot speak as a proxy. */
    public static void inboundResponse(Http2Headers head) {
        head.remove(ORIG_PROTO);
        head.remove(PROXY_CONNECTION);
        head.remove(PROXY_ERROR);
        head.remove(PROXY_REASON);
    }

    /** The status of a response head, 100 to 999; 0 when it has none that can be read. */
    public static int statusOf(Http2Headers head) {
        CharSequence status = head.status();
        if (status == null || status.length() != 3) {
            return 0;
        }
        int code = 0;
        for (int i = 0; i < 3; i++) {
            int digit = status.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            code = code * 10 + digit;
        }
        return code >= 100 ? code : 0;
    }
}
