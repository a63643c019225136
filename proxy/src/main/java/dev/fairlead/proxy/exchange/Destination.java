package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Discovery;
import dev.fairlead.metrics.Counter;
import dev.fairlead.metrics.ProxyMeter;
import dev.fairlead.proxy.balance.BalancedEndpoint;
import dev.fairlead.proxy.pool.LoopTimers;
import dev.fairlead.route.RetryBudgetPolicy;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one original destination or one service means on one loop: its routes with their meters, its
 * backends with their endpoints and connections. Follows discovery as long as it lives: a new
 * profile is in force for the next request, endpoints come and go under the exchanges.
 */
public final class Destination {
    private final LoopSide side;
    private final DestinationKey key;
    private final RouteReport report;
    private final Resolution resolution;
    private final Backends backends;
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private final RetryBudget budget;
    private RoutesInForce routes;
    private String canonicalName = "";
    private LoopTimers.@Nullable Timer patience;
    private boolean ready;
    private boolean closed;
    private int users;
    private long lastUsedNanos;

    /**
     * What destinations of one direction share on one loop.
     *
     * @param report hears which routes are in force
     * @param random draws among the targets of a traffic split
     */
    record Context(
            LoopSide side, Discovery discovery, RouteReport report, RandomGenerator random) {}

    Destination(Context context, DestinationKey key) {
        this.side = context.side();
        this.key = key;
        this.report = context.report();
        this.lastUsedNanos = side.nanoClock().getAsLong();
        this.routes = new RoutesInForce(side, null, Optional.empty());
        this.budget = side.budgets().hold(key.text(), RetryBudgetPolicy.DEFAULT);
        Backend.Context ofBackends = new Backend.Context(side, context.discovery(), this::resolved);
        Backend own = new Backend(ofBackends, key.text(), this::service);
        this.resolution = new Resolution(key, own, ofBackends);
        this.backends = new Backends(own, ofBackends, context.random());
        resolution.start();
        resolved(); // what configuration says is known before discovery has answered
        if (!ready) {
            long nanos = side.profileTimeout().toNanos();
            patience = side.loop().after(nanos, TimeUnit.NANOSECONDS, this::waitNoLonger);
        }
    }

    /** Discovery has something new. */
    private void resolved() {
        if (closed) {
            return;
        }
        refreshRoutes();
        backends.split(resolution.split());
        if (resolution.answered() && backends.answered()) {
            becomeReady();
        }
    }

    private Optional<Authority> service() {
        return resolution.service();
    }

    private void refreshRoutes() {
        String dst = resolution.countedName().orElse(null);
        var profile = resolution.view().profile();
        canonicalName =
                profile.isPresent() ? resolution.service().map(Authority::toString).orElse("") : "";
        if (!routes.isOf(profile, dst)) {
            RoutesInForce old = routes;
            routes = new RoutesInForce(side, dst, profile);
            budget.policy(routes.budget());
            report.add(routes, resolution.split());
            report.remove(old);
            old.close();
        }
    }

    private void waitNoLonger() {
        resolution.settle();
        becomeReady();
    }

    private void becomeReady() {
        ready = true;
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
        while (!waiting.isEmpty()) {
            waiting.poll().destinationReady(this);
        }
    }

    /** An exchange begins; it hears when the destination is ready, possibly at once. */
    void enter(Exchange exchange) {
        users++;
        if (ready) {
            exchange.destinationReady(this);
        } else {
            waiting.add(exchange);
        }
    }

    /** Never drops it for want of use. */
    void keep() {
        users++;
    }

    /** An exchange is over. */
    void leave(Exchange exchange) {
        users--;
        lastUsedNanos = side.nanoClock().getAsLong();
        if (!ready) {
            waiting.remove(exchange);
        }
    }

    /** How many exchanges wait for discovery. */
    int waiting() {
        return waiting.size();
    }

    /** Whether discovery, or the configuration, knows the service at all. */
    boolean known() {
        return resolution.known();
    }

    ProxyFailure unknown() {
        return new ProxyFailure.Unrouted(key.text(), FailureReason.UNKNOWN_SERVICE);
    }

    /** What pays for retries: of all routes, on all loops. */
    RetryBudget budget() {
        return budget;
    }

    /** The service's name and port, for messages. */
    String name() {
        return key.text();
    }

    RoutesInForce routes() {
        return routes;
    }

    /**
     * Who gives one attempt to an endpoint; each attempt asks anew, as traffic may be split.
     *
     * @param tried endpoints that have failed the request
     */
    Dispatcher dispatcher(Set<BalancedEndpoint<UpstreamEndpoint>> tried) {
        return backends.draw(tried);
    }

    /** The name for the inbound proxy, empty where no profile routes. */
    CharSequence canonicalName() {
        return canonicalName;
    }

    /** Counts an error of the family that names the application's address. */
    void inboundError(String error) {
        if (key instanceof DestinationKey.Application application) {
            TargetLabels target = TargetLabels.of(application.address());
            try (Counter counter =
                    side.metrics()
                            .counter(
                                    ProxyMeter.INBOUND_HTTP_ERRORS,
                                    error,
                                    target.address(),
                                    target.ip(),
                                    target.port())) {
                counter.increment();
            }
        }
    }

    boolean idleSince(long nanos) {
        return users == 0 && lastUsedNanos - nanos <= 0;
    }

    void close() {
        closed = true;
        resolution.close();
        becomeReady(); // who waits hears that nothing will come
        backends.close();
        side.budgets().release(key.text());
        report.remove(routes);
        routes.close();
    }

    /** Whether it was dropped; then it must be looked for again. */
    boolean closed() {
        return closed;
    }
}
