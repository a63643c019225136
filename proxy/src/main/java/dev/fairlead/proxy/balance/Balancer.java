package dev.fairlead.proxy.balance;

import dev.fairlead.discovery.Endpoint;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The endpoints of one service on one event loop, and the choice among them.
 *
 * @param <R> what its owner keeps per endpoint
 */
public final class Balancer<R> {
    private final EndpointLifecycle<R> lifecycle;
    private final LongSupplier nanoClock;
    private final PowerOfTwoChoices<R> choice;

    private Map<InetSocketAddress, BalancedEndpoint<R>> members = new LinkedHashMap<>();

    /**
     * A balancer without endpoints.
     *
     * @param lifecycle hears of every endpoint that comes or goes
     * @param nanoClock as {@link System#nanoTime}; loads decay by it
     * @param random the draws
     */
    public Balancer(
            EndpointLifecycle<R> lifecycle, LongSupplier nanoClock, RandomGenerator random) {
        this.lifecycle = lifecycle;
        this.nanoClock = nanoClock;
        this.choice = new PowerOfTwoChoices<>(random);
    }

    /**
     * Makes {@code endpoints} the whole set. An endpoint whose value is unchanged keeps its object,
     * load and readiness; one whose weight, hint or labels changed is replaced by a new one. If an
     * address comes twice, the last one counts. O(n); one without effect calls nobody.
     */
    public void update(List<Endpoint> endpoints) {
        Map<InetSocketAddress, BalancedEndpoint<R>> before = members;
        Map<InetSocketAddress, Endpoint> wanted = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> wanted.put(endpoint.address(), endpoint));
        members = new LinkedHashMap<>();
        wanted.forEach((address, endpoint) -> members.put(address, keepOrAdd(before, endpoint)));
        List<BalancedEndpoint<R>> left = new ArrayList<>();
        before.forEach((address, old) -> {
            if (members.get(address) != old) {
                left.add(old);
            }
        });
        left.forEach(old -> old.moveTo(BalancedEndpoint.NOWHERE));
        choice.reset(members.values());
        left.forEach(lifecycle::removed);
    }

    private BalancedEndpoint<R> keepOrAdd(
            Map<InetSocketAddress, BalancedEndpoint<R>> before, Endpoint endpoint) {
        BalancedEndpoint<R> old = before.get(endpoint.address());
        return old != null && old.endpoint().equals(endpoint)
                ? old
                : new BalancedEndpoint<>(
                        endpoint, lifecycle.added(endpoint), new PeakEwma(nanoClock));
    }

    /** The ready endpoint for the next request; empty if none is ready. O(log n), no garbage. */
    public Optional<BalancedEndpoint<R>> pick() {
        return choice.pick();
    }

    /**
     * The ready endpoint for the next request that is none of {@code excluded}; empty if there is
     * no other. For retries: it costs O(log n) for each excluded one too. Endpoints of other
     * balancers may be among them.
     */
    public Optional<BalancedEndpoint<R>> pick(Set<BalancedEndpoint<R>> excluded) {
        return choice.pick(excluded);
    }

    /**
     * Lets an endpoint be picked or not. Says nothing about one that has left the set, which is
     * never picked.
     */
    public void setReady(BalancedEndpoint<R> endpoint, boolean ready) {
        if (endpoint.isReady() != ready) {
            endpoint.setReady(ready);
            choice.readinessChanged(endpoint);
        }
    }

    /** Endpoints that may be picked. */
    public int readyCount() {
        return choice.readyCount();
    }

    /** All endpoints, ready or not: a view, in the order of the last update. */
    public Collection<BalancedEndpoint<R>> endpoints() {
        return Collections.unmodifiableCollection(members.values());
    }
}
