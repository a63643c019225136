package dev.fairlead.proxy.http;

import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** What a failure of the HTTP/1 decoder means. */
final class Http1Problems {
    private Http1Problems() {}

    static RequestProblem of(Throwable cause) {
        if (cause instanceof TooLongHttpHeaderException) {
            return RequestProblem.HEADERS_TOO_LARGE;
        }
        return cause instanceof TooLongHttpLineException
                ? RequestProblem.TARGET_TOO_LONG
                : RequestProblem.MALFORMED;
    }

    static ConnectionLoss ofResponse(Throwable cause) {
        if (cause instanceof TooLongHttpHeaderException) {
            return ConnectionLoss.HEADERS_TOO_LARGE;
        }
        return cause instanceof PrematureChannelClosureException
                ? ConnectionLoss.CLOSED
                : ConnectionLoss.MALFORMED;
    }
}
