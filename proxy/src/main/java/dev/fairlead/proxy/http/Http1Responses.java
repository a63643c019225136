package dev.fairlead.proxy.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;

/** Raises the head of an HTTP/1 response to HTTP/2's form, and lowers one (RFC 9113 §8.3.2). */
final class Http1Responses {
    private Http1Responses() {}

    /** The head in HTTP/2's form; the response is used up. {@code Upgrade} stays with a 101. */
    static Http2Headers raise(HttpResponse response) {
        HttpHeaders headers = response.headers();
        boolean switching = response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        String upgrade = switching ? headers.get(HttpHeaderNames.UPGRADE) : null;
        HeaderRules.removeConnectionFields(headers);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        Http2Headers head = new DefaultHttp2Headers(false, headers.size() + 2);
        head.status(response.status().codeAsText());
        copyRaised(headers, head);
        if (upgrade != null) {
            head.set(HttpHeaderNames.UPGRADE, upgrade);
        }
        return head;
    }

    /** Trailers in HTTP/2's form, without those that may not be trailers; they are used up. */
    static Http2Headers raiseTrailers(HttpHeaders trailers) {
        HeaderRules.removeConnectionFields(trailers);
        HeaderRules.NEVER_TRAILERS.forEach(trailers::remove);
        Http2Headers raised = new DefaultHttp2Headers(false, trailers.size());
        copyRaised(trailers, raised);
        return raised;
    }

    /** Copies trailers, without those that may not be trailers. */
    static void lowerTrailers(Http2Headers from, HttpHeaders to) {
        HeaderRules.removeConnectionFields(from);
        HeaderRules.NEVER_TRAILERS.forEach(from::remove);
        copyLowered(from, to);
    }

    private static void copyRaised(HttpHeaders from, Http2Headers to) {
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = from.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            to.add(AsciiString.of(field.getKey()).toLowerCase(), field.getValue());
        }
    }

    /** The head in HTTP/1's form, without framing. */
    static HttpResponse lower(Http2Headers head, HttpVersion version) {
        HttpHeaders headers = new DefaultHttpHeaders();
        copyLowered(head, headers);
        return new DefaultHttpResponse(
                version, HttpResponseStatus.valueOf(HeaderRules.statusOf(head)), headers);
    }

    /** Copies all but the pseudo-header fields. */
    private static void copyLowered(Http2Headers from, HttpHeaders to) {
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            if (!Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(field.getKey())) {
                to.add(field.getKey(), field.getValue());
            }
        }
    }
}
