package dev.fairlead.proxy.balance;

import dev.fairlead.discovery.Endpoint;
import java.util.Optional;

/**
 * One endpoint as a {@link Balancer} sees it. It lives as long as its {@link Endpoint} value stays
 * in the set; requests in flight may hold it longer. Belongs to one event loop.
 *
 * @param <R> what the balancer's owner keeps per endpoint
 */
public final class BalancedEndpoint<R> {
    /** Position of an endpoint that is not, or no longer, in a balancer. */
    static final int NOWHERE = -1;

    private final Endpoint endpoint;
    private final R resource;
    private final PeakEwma load;
    // the same answer at each pick, so that a pick makes no garbage
    private final Optional<BalancedEndpoint<R>> present = Optional.of(this);

    private int position = NOWHERE;
    private boolean ready = true;

    BalancedEndpoint(Endpoint endpoint, R resource, PeakEwma load) {
        this.endpoint = endpoint;
        this.resource = resource;
        this.load = load;
    }

    /** Its address, weight, protocol hint and labels. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** What {@link EndpointLifecycle#added} made for it. */
    public R resource() {
        return resource;
    }

    /** Its load: the exchange tells it when a request starts and ends. */
    public PeakEwma load() {
        return load;
    }

    /** Whether it may be picked. A new endpoint is ready; {@link Balancer#setReady} changes it. */
    public boolean isReady() {
        return ready;
    }

    /** Whether it is still in the set. */
    public boolean isMember() {
        return position != NOWHERE;
    }

    void setReady(boolean ready) {
        this.ready = ready;
    }

    int position() {
        return position;
    }

    void moveTo(int position) {
        this.position = position;
    }

    /** This endpoint, as the answer to a pick. */
    Optional<BalancedEndpoint<R>> asPick() {
        return present;
    }

    @Override
    public String toString() {
        return endpoint.address() + (ready ? "" : " (not ready)");
    }
}
