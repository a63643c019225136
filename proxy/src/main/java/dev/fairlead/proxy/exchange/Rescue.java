package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.http.HeaderRules;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Turns a {@link ProxyFailure} into an answer: the one place where a status of our own is made.
 *
 * <p>HTTP: the status, no body, {@code l5d-proxy-error} with a sentence and {@code
 * l5d-proxy-reason} with the entry of the closed list. gRPC over HTTP/2: trailers only, with {@code
 * grpc-status} and {@code grpc-message}. Over HTTP/1 the connection closes after it, so that a
 * client that pools connections looks again for whom it talks to.
 */
final class Rescue {
    private static final AsciiString GRPC_STATUS = AsciiString.cached("grpc-status");
    private static final AsciiString GRPC_MESSAGE = AsciiString.cached("grpc-message");
    private static final AsciiString APPLICATION_GRPC = AsciiString.cached("application/grpc");

    private final boolean informationalHeaders;

    /**
     * @param informationalHeaders whether the client is told more than the status
     */
    Rescue(boolean informationalHeaders) {
        this.informationalHeaders = informationalHeaders;
    }

    /** The whole answer to a request of which nothing has been answered yet. */
    Http2Headers answer(ProxyFailure failure, boolean grpc) {
        Http2Headers head = new DefaultHttp2Headers(false, 8);
        if (grpc) {
            head.status("200");
            head.set(HttpHeaderNames.CONTENT_TYPE, APPLICATION_GRPC);
            head.setInt(GRPC_STATUS, failure.reason().grpcStatus());
            if (informationalHeaders) {
                head.set(GRPC_MESSAGE, percentEncoded(failure.message()));
            }
        } else {
            head.status(Integer.toString(failure.reason().httpStatus()));
        }
        head.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
        head.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (informationalHeaders) {
            head.set(HeaderRules.PROXY_ERROR, failure.message());
            head.set(HeaderRules.PROXY_REASON, failure.reason().label());
            head.set(HeaderRules.PROXY_CONNECTION, HttpHeaderValues.CLOSE);
        }
        return head;
    }

    /** The end of a gRPC response that has begun and cannot go on. */
    Http2Headers trailers(ProxyFailure failure) {
        Http2Headers trailers = new DefaultHttp2Headers(false, 2);
        trailers.setInt(GRPC_STATUS, failure.reason().grpcStatus());
        if (informationalHeaders) {
            trailers.set(GRPC_MESSAGE, percentEncoded(failure.message()));
        }
        return trailers;
    }

    static String endpoint(InetSocketAddress endpoint) {
        return "endpoint " + NetUtil.toSocketAddressString(endpoint) + ": ";
    }

    /** The gRPC wire form of a message: printable ASCII but {@code %}, the rest as {@code %XX}. */
    private static String percentEncoded(String message) {
        StringBuilder encoded = new StringBuilder(message.length());
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append("%02X".formatted(b & 0xff));
            }
        }
        return encoded.toString();
    }
}
