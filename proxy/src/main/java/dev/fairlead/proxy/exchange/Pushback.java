package dev.fairlead.proxy.exchange;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a failed response asks of those who would send its request again: {@code Retry-After} (RFC
 * 9110 §10.2.3) or {@code grpc-retry-pushback-ms} (gRPC proposal A6), where a negative or
 * unreadable number means not at all.
 *
 * @param nanos how long to wait at the least, from 0
 * @param never not to send it again
 */
record Pushback(long nanos, boolean never) {
    static final Pushback NONE = new Pushback(0, false);
    private static final Pushback NEVER = new Pushback(0, true);
    private static final AsciiString GRPC_PUSHBACK = AsciiString.cached("grpc-retry-pushback-ms");
    private static final int MAX_DIGITS = 9;

    /** As the head or the trailers of a response say. */
    static Pushback of(Http2Headers fields) {
        CharSequence grpc = fields.get(GRPC_PUSHBACK);
        if (grpc != null) {
            long millis = number(grpc);
            return millis < 0 ? NEVER : new Pushback(TimeUnit.MILLISECONDS.toNanos(millis), false);
        }
        CharSequence after = fields.get(HttpHeaderNames.RETRY_AFTER);
        return after == null ? NONE : after(after, fields.get(HttpHeaderNames.DATE));
    }

    private static Pushback after(CharSequence value, @Nullable CharSequence date) {
        long seconds = number(value);
        if (seconds >= 0) {
            return new Pushback(TimeUnit.SECONDS.toNanos(seconds), false);
        }
        Date until = DateFormatter.parseHttpDate(value);
        Date from = date == null ? null : DateFormatter.parseHttpDate(date);
        if (until == null || from == null) {
            return NONE; // unreadable, or relative to nothing
        }
        long left = Duration.between(from.toInstant(), until.toInstant()).toSeconds();
        return new Pushback(TimeUnit.SECONDS.toNanos(Math.max(0, left)), false);
    }

    /** The number that {@code text} is, or -1. */
    private static long number(CharSequence text) {
        return text.length() > MAX_DIGITS ? Digits.NONE : Digits.parse(text, text.length());
    }
}
