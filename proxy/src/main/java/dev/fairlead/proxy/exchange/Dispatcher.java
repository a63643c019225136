package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.proxy.balance.BalancedEndpoint;
import dev.fairlead.proxy.balance.Balancer;
import dev.fairlead.proxy.balance.Breaker;
import dev.fairlead.proxy.balance.EndpointLifecycle;
import dev.fairlead.proxy.pool.LoopTimers;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives attempts to the endpoints of one destination, and holds those that find none ready.
 *
 * <pre>
 *            none ready                  for as long as fail-fast allows
 *   OPEN ──────────────────▶ QUEUEING ─────────────────────────────────▶ SHUT
 *     ▲  attempts are given     │  attempts wait; too many: queue-full     │  attempts that waited:
 *     │                         │                                         │  504; new ones: 503
 *     └─────────────────────────┴── an endpoint becomes ready ────────────┘
 * </pre>
 *
 * <p>An endpoint is ready as long as it can be connected to and its {@link Breakers breaker} is
 * closed. A connect for HTTP/2 that fails makes it unready until the {@link Reconnector} has got
 * through, and requests look for another; over HTTP/1 a connect belongs to its request, whose
 * failure it is. A half-open breaker lets one attempt through wherever the destination stands, but
 * neither stops the clock of those that wait nor opens what is shut: only a closed one does.
 *
 * <p>Who is given an endpoint reports once how that went: {@link #succeeded}, {@link #failed} or
 * {@link #abandoned}. Belongs to one event loop.
 */
final class Dispatcher implements EndpointLifecycle<UpstreamEndpoint> {
    private final LoopSide side;
    private final String service;
    private final Function<Endpoint, UpstreamEndpoint> resources;
    private final Balancer<UpstreamEndpoint> balancer;
    private final Reconnector reconnector;
    private final Breakers breakers;
    private final ArrayDeque<Attempt> queue = new ArrayDeque<>();
    private LoopTimers.@Nullable Timer failFast;
    private @Nullable Function<Attempt, Dispatcher> successor;
    private boolean shut;

    /** Whether it was a breaker that left no endpoint when it was shut. */
    private boolean broken;

    /**
     * @param service its name in messages
     * @param resources makes what is kept for an endpoint
     */
    Dispatcher(LoopSide side, String service, Function<Endpoint, UpstreamEndpoint> resources) {
        this.side = side;
        this.service = service;
        this.resources = resources;
        this.balancer = new Balancer<>(this, side.nanoClock(), side.random());
        this.reconnector = new Reconnector(side, this::refresh);
        this.breakers = new Breakers(side, this::refresh);
    }

    @Override
    public UpstreamEndpoint added(Endpoint endpoint) {
        UpstreamEndpoint made = resources.apply(endpoint);
        breakers.added(made);
        return made;
    }

    @Override
    public void removed(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        endpoint.resource().retire();
    }

    /**
     * Makes these the endpoints; exchanges on those that go are not disturbed, and those that stay
     * keep connections, load and the state of their breakers.
     */
    void update(EndpointsView found) {
        breakers.follow(found.failureAccrual(), balancer.endpoints());
        balancer.update(found.endpoints());
        serveQueue();
    }

    /** Gives the attempt to an endpoint now, later, or fails it. */
    void dispatch(Attempt attempt) {
        if (successor != null) {
            attempt.moveTo(successor.apply(attempt));
            return;
        }
        Optional<BalancedEndpoint<UpstreamEndpoint>> picked = pick(attempt.tried());
        if (picked.isPresent()) {
            breakers.tell(picked.get(), Breaker::admitted);
            attempt.assign(picked.get());
        } else if (shut) {
            attempt.unrouted(noEndpoint(FailureReason.FAIL_FAST));
        } else if (!hasRoom()) {
            attempt.unrouted(new ProxyFailure.Unrouted(service, FailureReason.QUEUE_FULL));
        } else {
            queue.add(attempt);
            armFailFast();
        }
    }

    /** Avoids those that failed the request, at least the last one, while another is ready. */
    private Optional<BalancedEndpoint<UpstreamEndpoint>> pick(
            SequencedSet<BalancedEndpoint<UpstreamEndpoint>> tried) {
        if (tried.isEmpty()) {
            return balancer.pick();
        }
        return balancer.pick(tried)
                .or(() -> balancer.pick(Set.of(tried.getLast())))
                .or(balancer::pick);
    }

    private ProxyFailure noEndpoint(FailureReason reason) {
        return broken
                ? new ProxyFailure.ShutOut(service, reason)
                : new ProxyFailure.Unrouted(service, reason);
    }

    /** All endpoints, ready or not: a view. */
    Collection<BalancedEndpoint<UpstreamEndpoint>> endpoints() {
        return balancer.endpoints();
    }

    /** Whether some endpoint can take a request now. */
    boolean anyReady() {
        return balancer.readyCount() > 0;
    }

    private boolean hasRoom() {
        return queue.size() < side.config().httpQueue().capacity();
    }

    /** What an attempt may expect here that has failed at {@code tried}, here or elsewhere. */
    Prospect prospect(Set<BalancedEndpoint<UpstreamEndpoint>> tried) {
        if (anyReady()) {
            return tried.isEmpty() || isReadyBeside(tried)
                    ? Prospect.SERVED
                    : Prospect.SERVED_BY_TRIED;
        }
        if (shut || !hasRoom()) {
            return Prospect.REFUSED;
        }
        return balancer.endpoints().isEmpty()
                ? Prospect.WAITS_FOR_DISCOVERY
                : Prospect.WAITS_FOR_ENDPOINTS;
    }

    private boolean isReadyBeside(Set<BalancedEndpoint<UpstreamEndpoint>> tried) {
        long triedHere =
                tried.stream()
                        .filter(endpoint ->
                                endpoint.isReady() && balancer.endpoints().contains(endpoint))
                        .count();
        return balancer.readyCount() > triedHere;
    }

    private void armFailFast() {
        if (failFast == null) {
            long nanos = side.config().httpQueue().failfastTimeout().toNanos();
            failFast = side.loop().after(nanos, TimeUnit.NANOSECONDS, this::shut);
        }
    }

    private void shut() {
        failFast = null;
        shut = true;
        broken =
                balancer.endpoints().stream().anyMatch(endpoint -> endpoint.resource().isShutOut());
        while (!queue.isEmpty()) {
            queue.poll().unrouted(noEndpoint(FailureReason.NO_ENDPOINT));
        }
    }

    /** Something about an endpoint has changed that decides whether it is ready. */
    private void refresh(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        balancer.setReady(endpoint, endpoint.resource().isReady());
        if (endpoint.isReady()) {
            serveQueue();
        }
    }

    private void serveQueue() {
        for (int waiting = queue.size(); waiting > 0 && anyReady() && !queue.isEmpty(); waiting--) {
            Attempt next = queue.poll();
            if (!next.cancelled()) {
                dispatch(next);
            }
        }
        if (anyTrusted()) {
            shut = false;
            if (failFast != null && queue.isEmpty()) {
                failFast.cancel();
                failFast = null;
            }
        }
    }

    /** Whether an endpoint can take more requests than a probe. */
    private boolean anyTrusted() {
        return anyReady()
                && balancer.endpoints().stream()
                        .anyMatch(
                                endpoint -> endpoint.isReady() && !endpoint.resource().isShutOut());
    }

    /** A cancelled attempt need not be remembered. */
    void forget(Attempt attempt) {
        queue.remove(attempt);
    }

    /**
     * The connect of an attempt over HTTP/2 failed: it goes elsewhere, to another backend if none
     * is ready here, and the endpoint is tried.
     */
    void retryElsewhere(Attempt attempt, BalancedEndpoint<UpstreamEndpoint> endpoint) {
        reconnector.down(endpoint);
        if (anyReady()) {
            dispatch(attempt);
        } else {
            attempt.drawAgain();
        }
    }

    /** An attempt was answered by the endpoint, and not with a failure. */
    void succeeded(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        breakers.tell(endpoint, Breaker::succeeded);
    }

    /** An attempt was answered with a failure, or was not answered: no connection, lost, late. */
    void failed(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        breakers.tell(endpoint, Breaker::failed);
    }

    /** An attempt was given up, for no fault of the endpoint, before it was answered. */
    void abandoned(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        breakers.tell(endpoint, Breaker::abandoned);
    }

    /** As {@link #close}, but who waits, or comes back, goes to one that takes its place. */
    void closeInto(Function<Attempt, Dispatcher> next) {
        successor = next;
        List<Attempt> waiting = List.copyOf(queue);
        queue.clear();
        waiting.stream().filter(attempt -> !attempt.cancelled()).forEach(this::dispatch);
        close();
    }

    /** Closes idle connections, and the others when they are. */
    void close() {
        balancer.update(List.of());
        if (failFast != null) {
            failFast.cancel();
        }
        shut();
    }
}
