package dev.fairlead.proxy.exchange;

import io.netty.handler.codec.http2.Http2Headers;

/**
 * Until when the head of the response has to come: the timeout of the route or what the client
 * gives by {@code grpc-timeout}, whichever is less.
 *
 * @param timeoutNanos {@link RetryPlan#NEVER} for none
 * @param clock whose it is
 */
record Deadline(long startedNanos, long timeoutNanos, ProxyFailure.TimedOut.Clock clock) {
    /** A retry that has less than this left, in nanoseconds, is not started. */
    static final long LEAST_NANOS = 1_000_000;

    static final Deadline NONE =
            new Deadline(0, RetryPlan.NEVER, ProxyFailure.TimedOut.Clock.ROUTE);

    static Deadline of(RetryPlan plan, Http2Headers head, boolean grpc, long nowNanos) {
        long asked = grpc ? GrpcTimeout.read(head) : RetryPlan.NEVER;
        return asked < plan.timeoutNanos()
                ? new Deadline(nowNanos, asked, ProxyFailure.TimedOut.Clock.GRPC)
                : new Deadline(nowNanos, plan.timeoutNanos(), ProxyFailure.TimedOut.Clock.ROUTE);
    }

    boolean isSet() {
        return timeoutNanos != RetryPlan.NEVER;
    }

    long leftNanos(long nowNanos) {
        return isSet() ? timeoutNanos - (nowNanos - startedNanos) : RetryPlan.NEVER;
    }
}
