package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.HttpLimits;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Optional;

/** Whether a decoded head may become a request: within the limits, and safe to relay. */
final class HeadCheck {
    private HeadCheck() {}

    /** What is wrong with an HTTP/1 head, if anything. */
    static Optional<RequestProblem> of(HttpRequest request, HttpLimits limits) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(Http1Problems.of(request.decoderResult().cause()));
        }
        if (request.headers().size() > limits.maxHeaderFields()) {
            return Optional.of(RequestProblem.HEADERS_TOO_LARGE);
        }
        return FramingGuard.wellFormed(request)
                ? Optional.empty()
                : Optional.of(RequestProblem.MALFORMED);
    }

    /** What is wrong with an HTTP/2 head, if anything: {@code :path} is its request line. */
    static Optional<RequestProblem> of(Http2Headers head, HttpLimits limits) {
        if (head.size() > limits.maxHeaderFields()) {
            return Optional.of(RequestProblem.HEADERS_TOO_LARGE);
        }
        CharSequence path = head.path();
        if (path != null && path.length() > limits.maxFirstLineBytes()) {
            return Optional.of(RequestProblem.TARGET_TOO_LONG);
        }
        return FramingGuard.wellFormed(head)
                ? Optional.empty()
                : Optional.of(RequestProblem.MALFORMED);
    }
}
