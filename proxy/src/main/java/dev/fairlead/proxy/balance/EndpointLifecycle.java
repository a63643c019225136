package dev.fairlead.proxy.balance;

import dev.fairlead.discovery.Endpoint;

/**
 * Hears which endpoints come and go, on the balancer's loop, and keeps something for each.
 *
 * @param <R> what is kept, a pool for example
 */
public interface EndpointLifecycle<R> {
    /**
     * {@code endpoint} is about to join, or to replace one of the same address but another value.
     *
     * @return what {@link BalancedEndpoint#resource} answers
     */
    R added(Endpoint endpoint);

    /** {@code endpoint} has left and is never picked again; requests in flight on it may finish. */
    void removed(BalancedEndpoint<R> endpoint);
}
