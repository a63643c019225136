package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.proxy.balance.BalancedEndpoint;
import dev.fairlead.proxy.balance.Balancer;
import dev.fairlead.proxy.balance.EndpointLifecycle;
import dev.fairlead.proxy.config.ConnectBackoff;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.proxy.pool.LoopTimers;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
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
 * <p>An endpoint is ready until a connect for HTTP/2 fails; then it is tried again in the
 * background with growing pauses, and requests look for another. Over HTTP/1 a connect belongs to
 * its request, whose failure it is.
 */
final class Dispatcher implements EndpointLifecycle<UpstreamEndpoint> {
    private final LoopSide side;
    private final String service;
    private final Function<Endpoint, UpstreamEndpoint> resources;
    private final Balancer<UpstreamEndpoint> balancer;
    private final SplittableRandom random = new SplittableRandom();
    private final ArrayDeque<Attempt> queue = new ArrayDeque<>();
    private LoopTimers.@Nullable Timer failFast;
    private @Nullable Supplier<Dispatcher> successor;
    private boolean shut;
    private boolean closed;

    /**
     * @param service its name in messages
     * @param resources makes what is kept for an endpoint
     */
    Dispatcher(LoopSide side, String service, Function<Endpoint, UpstreamEndpoint> resources) {
        this.side = side;
        this.service = service;
        this.resources = resources;
        this.balancer = new Balancer<>(this, side.nanoClock(), random);
    }

    @Override
    public UpstreamEndpoint added(Endpoint endpoint) {
        return resources.apply(endpoint);
    }

    @Override
    public void removed(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        endpoint.resource().retire();
    }

    /** Makes these the endpoints; exchanges on those that go are not disturbed. */
    void update(List<Endpoint> endpoints) {
        balancer.update(endpoints);
        serveQueue();
    }

    /** Gives the attempt to an endpoint now, later, or fails it. */
    void dispatch(Attempt attempt) {
        if (successor != null) {
            attempt.moveTo(successor.get());
            return;
        }
        Optional<BalancedEndpoint<UpstreamEndpoint>> picked = pick(attempt.tried());
        if (picked.isPresent()) {
            attempt.assign(picked.get());
        } else if (shut) {
            attempt.unrouted(new ProxyFailure.Unrouted(service, FailureReason.FAIL_FAST));
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

    /** Whether an endpoint could take a request now. */
    boolean anyReady() {
        return balancer.readyCount() > 0;
    }

    /** The attempt that was assigned to {@code endpoint} ended with a success. */
    void succeeded(BalancedEndpoint<UpstreamEndpoint> endpoint) {}

    /** It ended with a failure, or without a response. */
    void failed(BalancedEndpoint<UpstreamEndpoint> endpoint) {}

    /** Nobody waited for its end. */
    void abandoned(BalancedEndpoint<UpstreamEndpoint> endpoint) {}

    private boolean hasRoom() {
        return queue.size() < side.config().httpQueue().capacity();
    }

    /** Whether an attempt is served now, or may wait for endpoints that there are. */
    boolean available() {
        return balancer.readyCount() > 0 || (!balancer.endpoints().isEmpty() && open());
    }

    /** Whether an attempt may wait. */
    boolean open() {
        return !shut && hasRoom();
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
        while (!queue.isEmpty()) {
            queue.poll().unrouted(new ProxyFailure.Unrouted(service, FailureReason.NO_ENDPOINT));
        }
    }

    private void serveQueue() {
        if (balancer.readyCount() == 0) {
            return;
        }
        shut = false;
        if (failFast != null) {
            failFast.cancel();
            failFast = null;
        }
        for (int waiting = queue.size(); waiting > 0 && !queue.isEmpty(); waiting--) {
            Attempt next = queue.poll();
            if (!next.cancelled()) {
                dispatch(next);
            }
        }
    }

    /** A cancelled attempt need not be remembered. */
    void forget(Attempt attempt) {
        queue.remove(attempt);
    }

    /** The connect of an attempt over HTTP/2 failed: it goes elsewhere, the endpoint is tried. */
    void retryElsewhere(Attempt attempt, BalancedEndpoint<UpstreamEndpoint> endpoint) {
        down(endpoint);
        dispatch(attempt);
    }

    private void down(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        if (endpoint.isMember() && endpoint.isReady()) {
            balancer.setReady(endpoint, false);
            probeLater(endpoint);
        }
    }

    private void probeLater(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        long nanos = backoffNanos(endpoint.resource().connectFailed());
        side.loop().after(nanos, TimeUnit.NANOSECONDS, () -> probe(endpoint));
    }

    /** {@code min · 2ⁿ}, at most {@code max}, and up to {@code jitter} of it more. */
    private long backoffNanos(int failuresBefore) {
        ConnectBackoff backoff = side.config().connect().backoff();
        double max = backoff.max().toNanos();
        double base = Math.min(max, backoff.min().toNanos() * Math.pow(2, failuresBefore));
        return (long) Math.min(max, base * (1 + backoff.jitter() * random.nextDouble()));
    }

    private void probe(BalancedEndpoint<UpstreamEndpoint> endpoint) {
        if (!closed && endpoint.isMember()) {
            endpoint.resource().pool().warmUp(failure -> probed(endpoint, failure));
        }
    }

    private void probed(
            BalancedEndpoint<UpstreamEndpoint> endpoint, Optional<ConnectFailure> failure) {
        if (closed || !endpoint.isMember()) {
            return;
        }
        if (failure.isPresent()) {
            probeLater(endpoint);
        } else {
            endpoint.resource().connected();
            balancer.setReady(endpoint, true);
            serveQueue();
        }
    }

    /** As {@link #close}, but who waits, or comes back, goes to one that takes its place. */
    void closeInto(Supplier<Dispatcher> next) {
        successor = next;
        List<Attempt> waiting = List.copyOf(queue);
        queue.clear();
        waiting.stream().filter(attempt -> !attempt.cancelled()).forEach(this::dispatch);
        close();
    }

    /** Closes idle connections, and the others when they are. */
    void close() {
        closed = true;
        balancer.update(List.of());
        if (failFast != null) {
            failFast.cancel();
        }
        shut();
    }
}
