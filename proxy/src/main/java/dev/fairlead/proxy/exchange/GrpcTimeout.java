package dev.fairlead.proxy.exchange;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;

/**
 * The field {@code grpc-timeout}: at most eight digits and a unit, from hours to nanoseconds (gRPC
 * over HTTP/2, "Requests").
 */
final class GrpcTimeout {
    static final AsciiString NAME = AsciiString.cached("grpc-timeout");
    private static final String UNITS = "numSMH";
    private static final long[] UNIT_NANOS = {
        1L, 1_000L, 1_000_000L, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L
    };
    private static final int MAX_DIGITS = 8;
    private static final long MAX_VALUE = 99_999_999L;

    private GrpcTimeout() {}

    /** How long the client waits, in nanoseconds; {@link RetryPlan#NEVER} if it does not say. */
    static long read(Http2Headers head) {
        CharSequence text = head.get(NAME);
        if (text == null || text.length() < 2 || text.length() > MAX_DIGITS + 1) {
            return RetryPlan.NEVER;
        }
        int unit = UNITS.indexOf(text.charAt(text.length() - 1));
        long value = Digits.parse(text, text.length() - 1);
        boolean tooLong = unit >= 0 && value > RetryPlan.NEVER / UNIT_NANOS[unit];
        return unit < 0 || value < 0 || tooLong ? RetryPlan.NEVER : value * UNIT_NANOS[unit];
    }

    /** In the finest unit that holds it, rounded down: nobody is promised more than there is. */
    static String text(long nanos) {
        int unit = 0;
        while (nanos / UNIT_NANOS[unit] > MAX_VALUE) {
            unit++;
        }
        return nanos / UNIT_NANOS[unit] + UNITS.substring(unit, unit + 1);
    }
}
