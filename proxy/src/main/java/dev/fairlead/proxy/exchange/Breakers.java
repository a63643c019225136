package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.FailureAccrual;
import dev.fairlead.proxy.balance.BalancedEndpoint;
import dev.fairlead.proxy.balance.Breaker;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breakers of the endpoints of one {@link Dispatcher}: tells them what happens, and
 * when their time has come. Belongs to one event loop.
 */
final class Breakers {
    private static final Logger LOGGER = LoggerFactory.getLogger(Breakers.class);

    private final LoopSide side;
    private final Consumer<BalancedEndpoint<UpstreamEndpoint>> changed;
    private Optional<FailureAccrual> accrual = Optional.empty();

    /**
     * @param changed told of each endpoint whose breaker has changed its state
     */
    Breakers(LoopSide side, Consumer<BalancedEndpoint<UpstreamEndpoint>> changed) {
        this.side = side;
        this.changed = changed;
    }

    /** Follows what the service asks for; the endpoints that are there keep their state. */
    void follow(
            Optional<FailureAccrual> next,
            Collection<BalancedEndpoint<UpstreamEndpoint>> endpoints) {
        if (!next.equals(accrual)) {
            accrual = next;
            endpoints.forEach(endpoint -> tell(endpoint, breaker -> breaker.follow(next)));
        }
    }

    /** An endpoint joins. */
    void added(UpstreamEndpoint endpoint) {
        endpoint.breaker().follow(accrual);
    }

    /** Does to the breaker what {@code event} says, and what follows from it. */
    void tell(BalancedEndpoint<UpstreamEndpoint> endpoint, Consumer<Breaker> event) {
        Breaker breaker = endpoint.resource().breaker();
        Breaker.State before = breaker.state();
        event.accept(breaker);
        if (breaker.state() != before && endpoint.isMember()) {
            endpoint.resource().breakerMeters().count(breaker.state());
            log(endpoint);
            wakeLater(endpoint);
            changed.accept(endpoint);
        }
    }

    private static void log(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        Breaker breaker = endpoint.resource().breaker();
        if (breaker.state() == Breaker.State.OPEN) {
            LOGGER.atWarn()
                    .addKeyValue("endpoint", endpoint.endpoint().address())
                    .addKeyValue("penalty", Duration.ofNanos(breaker.remainingNanos()))
                    .log("circuit breaker open");
        } else if (breaker.state() == Breaker.State.CLOSED) {
            LOGGER.atInfo()
                    .addKeyValue("endpoint", endpoint.endpoint().address())
                    .log("circuit breaker closed");
        }
    }

    private void wakeLater(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        Breaker breaker = endpoint.resource().breaker();
        if (breaker.admits()) {
            endpoint.resource().wakeNever();
        } else {
            long nanos = breaker.remainingNanos();
            endpoint.resource()
                    .wakeBy(side.loop().after(nanos, TimeUnit.NANOSECONDS, () -> wake(endpoint)));
        }
    }

    private void wake(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        tell(endpoint, Breaker::timePassed);
        if (endpoint.isMember() && !endpoint.resource().breaker().admits()) {
            wakeLater(endpoint); // a timer may be a moment early
        }
    }
}
