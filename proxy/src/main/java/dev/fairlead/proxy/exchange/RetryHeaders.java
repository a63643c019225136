package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.http.HeaderRules;
import dev.fairlead.proxy.http.Http1Head;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.OptionalInt;

/** What the head of a request says about its being sent again. */
final class RetryHeaders {
    private static final AsciiString GRPC_PREVIOUS_ATTEMPTS =
            AsciiString.cached("grpc-previous-rpc-attempts");
    private static final int MOST_ATTEMPTS = 1000;

    private RetryHeaders() {}

    /**
     * How many attempts a proxy before this one has made; such a request is not multiplied here, so
     * that retries of retries do not pile up.
     */
    static int attemptsBefore(Http2Headers head) {
        return number(head.get(HeaderRules.RETRY_ATTEMPT));
    }

    /** A number from 0 to a thousand; anything that is none counts as 1, as somebody retries. */
    private static int number(CharSequence text) {
        if (text == null || text.isEmpty()) {
            return 0;
        }
        long number = Digits.parse(text, text.length());
        return number < 0 ? 1 : (int) Math.min(MOST_ATTEMPTS, number);
    }

    /**
     * Marks the head of an attempt.
     *
     * @param before attempts of proxies before this one
     * @param retries how many attempts of this proxy went before, 0 for the first
     */
    static void number(Http2Headers head, int before, int retries, boolean grpc) {
        if (retries == 0) {
            return;
        }
        head.remove(HeaderRules.ORIG_PROTO); // said anew by the edge of the new attempt
        head.setInt(HeaderRules.RETRY_ATTEMPT, before + retries);
        if (grpc) {
            head.setInt(GRPC_PREVIOUS_ATTEMPTS, retries);
        }
    }

    /** How much of the body to copy; nothing of one that is said to be longer, or of a tunnel. */
    static OptionalInt copyLimit(Http2Headers head, int maxBodyBytes) {
        boolean tunnel =
                "CONNECT".contentEquals(head.method())
                        || (head instanceof Http1Head http1 && http1.mayBecomeTunnel());
        long length = head.getLong(HttpHeaderNames.CONTENT_LENGTH, 0);
        return tunnel || length > maxBodyBytes ? OptionalInt.empty() : OptionalInt.of(maxBodyBytes);
    }
}
