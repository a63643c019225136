package dev.fairlead.proxy.http;

import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2ResetFrame;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Error codes of RFC 9113 §7. */
final class H2Errors {
    private H2Errors() {}

    /** The code of a frame; one that nobody knows is treated as INTERNAL_ERROR (RFC 9113 §7). */
    static Http2Error of(long code) {
        Http2Error known = Http2Error.valueOf(code);
        return known == null ? Http2Error.INTERNAL_ERROR : known;
    }

    /** What an error that the codec found in the peer's frames means to an exchange. */
    static ConnectionLoss lossBy(@Nullable Throwable cause) {
        return cause instanceof Http2Exception.HeaderListSizeException
                ? ConnectionLoss.HEADERS_TOO_LARGE
                : ConnectionLoss.MALFORMED;
    }

    /** Whether it was a HEADERS frame that the codec found in error. */
    static boolean isByHeaders(Http2FrameStreamException failed) {
        return failed.getCause() instanceof Http2Exception error
                && throwingMethod(error).equals("onHeadersRead");
    }

    static Http2ResetFrame reset(Http2FrameStream stream, Http2Error reason) {
        return new DefaultHttp2ResetFrame(reason).stream(stream);
    }

    /** The simple name of the class that found the error; the codec has no types for errors. */
    static String throwingClass(Http2Exception error) {
        String name = thrower(error).map(StackTraceElement::getClassName).orElse("");
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The method that found the error. */
    static String throwingMethod(Http2Exception error) {
        return thrower(error).map(StackTraceElement::getMethodName).orElse("");
    }

    /** The first frame beneath the exception's own factory methods. */
    private static Optional<StackTraceElement> thrower(Http2Exception error) {
        return Arrays.stream(error.getStackTrace())
                .filter(frame -> !frame.getClassName().equals(Http2Exception.class.getName()))
                .findFirst();
    }
}
