package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.balance.BalancedEndpoint;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;

/**
 * An endpoint that was given to an attempt. Its balancer is told once how long it took to the first
 * frame of the body, its breaker once how the attempt ended; what comes later is not told.
 */
final class Assignment {
    private final BalancedEndpoint<UpstreamEndpoint> endpoint;
    private final Dispatcher dispatcher;
    private final LongSupplier nanoClock;
    private final long startedNanos;
    private long askedNanos;
    private boolean loadDue = true;
    private boolean healthDue = true;

    /**
     * @param dispatcher who gave it, and is told
     * @param nanoClock as {@link System#nanoTime}
     */
    Assignment(
            BalancedEndpoint<UpstreamEndpoint> endpoint,
            Dispatcher dispatcher,
            LongSupplier nanoClock) {
        this.endpoint = endpoint;
        this.dispatcher = dispatcher;
        this.nanoClock = nanoClock;
        this.startedNanos = nanoClock.getAsLong();
        endpoint.load().started();
    }

    BalancedEndpoint<UpstreamEndpoint> endpoint() {
        return endpoint;
    }

    InetSocketAddress address() {
        return endpoint.endpoint().address();
    }

    UpstreamEndpoint resource() {
        return endpoint.resource();
    }

    /** A failed response asks for a pause. */
    void asksFor(long nanos) {
        askedNanos = nanos;
    }

    /** The balancer learns how long it took. */
    void answered(boolean failed) {
        if (!loadDue) {
            return;
        }
        loadDue = false;
        long elapsedNanos = nanoClock.getAsLong() - startedNanos;
        if (failed) {
            endpoint.load().failed(elapsedNanos, askedNanos);
        } else {
            endpoint.load().finished(elapsedNanos);
        }
    }

    /** The breaker learns how it ended. */
    void judged(boolean success) {
        if (!healthDue) {
            return;
        }
        healthDue = false;
        if (success) {
            dispatcher.succeeded(endpoint);
        } else {
            dispatcher.failed(endpoint);
        }
    }

    /** Both learn that it has ended. */
    void ended(boolean success) {
        answered(!success);
        judged(success);
    }

    /** Nobody waits any more: neither a success nor a failure of the endpoint. */
    void abandoned() {
        answered(false);
        if (healthDue) {
            healthDue = false;
            dispatcher.abandoned(endpoint);
        }
    }
}
