package dev.fairlead.proxy.exchange;

import dev.fairlead.proxy.balance.Backoff;
import dev.fairlead.proxy.balance.BalancedEndpoint;
import dev.fairlead.proxy.config.ConnectBackoff;
import dev.fairlead.proxy.pool.ConnectFailure;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tries endpoints that could not be connected to in the background, with growing pauses, until they
 * can be or have left. Belongs to one event loop.
 */
final class Reconnector {
    private final LoopSide side;
    private final Backoff backoff;
    private final Consumer<BalancedEndpoint<UpstreamEndpoint>> changed;

    /**
     * @param changed told of each endpoint that becomes reachable, or no longer is
     */
    Reconnector(LoopSide side, Consumer<BalancedEndpoint<UpstreamEndpoint>> changed) {
        this.side = side;
        this.changed = changed;
        ConnectBackoff asked = side.config().connect().backoff();
        this.backoff = new Backoff(asked.min(), asked.max(), asked.jitter());
    }

    /** A connect failed. */
    void down(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        if (endpoint.isMember() && endpoint.resource().isReachable()) {
            endpoint.resource().setReachable(false);
            changed.accept(endpoint);
            tryLater(endpoint);
        }
    }

    private void tryLater(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        long nanos = backoff.nanos(endpoint.resource().connectFailed(), side.random());
        side.loop().after(nanos, TimeUnit.NANOSECONDS, () -> connect(endpoint));
    }

    private void connect(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        if (endpoint.isMember()) {
            endpoint.resource().pool().warmUp(failure -> connected(endpoint, failure));
        }
    }

    private void connected(
            BalancedEndpoint<UpstreamEndpoint> endpoint, Optional<ConnectFailure> failure) {
        if (!endpoint.isMember()) {
            return;
        }
        if (failure.isPresent()) {
            tryLater(endpoint);
        } else {
            endpoint.resource().connected();
            endpoint.resource().setReachable(true);
            changed.accept(endpoint);
        }
    }
}
