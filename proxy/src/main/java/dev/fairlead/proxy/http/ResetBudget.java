package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.Http2Config.ResetGuard;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * How many streams a peer may have us reset by frames in error. Resets that are passed on from the
 * other side of the proxy are not the peer's doing and do not count.
 */
final class ResetBudget {
    private final ResetGuard guard;
    private long windowStartNanos;
    private int inWindow;

    ResetBudget(ResetGuard guard) {
        this.guard = guard;
    }

    /**
     * Takes one.
     *
     * @throws Http2Exception that ends the connection when none is left
     */
    void take(long nowNanos) throws Http2Exception {
        if (guard.maxResets() == 0) {
            return;
        }
        if (inWindow == 0 || nowNanos - windowStartNanos >= guard.window().toNanos()) {
            windowStartNanos = nowNanos;
            inWindow = 0;
        }
        inWindow++;
        if (inWindow > guard.maxResets()) {
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM,
                    "more than %d streams in error within %s",
                    guard.maxResets(),
                    guard.window());
        }
    }
}
