package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Discovery;
import dev.fairlead.discovery.Discovery.Subscription;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.ServiceView;
import dev.fairlead.metrics.Counter;
import dev.fairlead.metrics.ProxyMeter;
import dev.fairlead.proxy.pool.LoopTimers;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one original destination or one service means on one loop: its routes with their meters, its
 * endpoints with their connections. Follows discovery as long as it lives: a new profile is in
 * force for the next request, endpoints come and go under the exchanges.
 */
public final class Destination {
    private final LoopSide side;
    private final DestinationKey key;
    private final Discovery discovery;
    private final RouteReport report;
    private final Dispatcher dispatcher;
    private final EndpointFactory endpoints;
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private final Subscription profile;
    private @Nullable Subscription endpointsOfService;
    private @Nullable Authority followed;
    private ServiceView view = ServiceView.UNKNOWN;
    private @Nullable EndpointsView endpointsView;
    private RoutesInForce routes;
    private LoopTimers.@Nullable Timer patience;
    private boolean viewed;
    private boolean ready;
    private boolean closed;
    private int users;
    private long lastUsedNanos;

    Destination(LoopSide side, DestinationKey key, Discovery discovery, RouteReport report) {
        this.side = side;
        this.key = key;
        this.lastUsedNanos = side.nanoClock().getAsLong();
        this.discovery = discovery;
        this.report = report;
        this.endpoints = new EndpointFactory(side);
        this.dispatcher =
                new Dispatcher(side, key.text(), endpoint -> endpoints.make(endpoint, service()));
        this.routes = new RoutesInForce(side, null, Optional.empty());
        this.profile = follow();
        if (!ready) {
            patience =
                    side.loop()
                            .after(
                                    side.profileTimeout().toNanos(),
                                    TimeUnit.NANOSECONDS,
                                    this::becomeReady);
        }
    }

    private Subscription follow() {
        return switch (key) {
            case DestinationKey.Service service -> {
                Subscription views = discovery.profile(service.authority(), onLoop(this::view));
                followEndpoints(service.authority());
                yield views;
            }
            case DestinationKey.Original original ->
                    discovery.originalDestination(original.address(), onLoop(this::view));
            case DestinationKey.Application application -> {
                dispatcher.update(List.of(Endpoint.of(application.address())));
                if (application.service().isEmpty()) {
                    view(ServiceView.UNKNOWN);
                    yield () -> {};
                }
                yield discovery.profile(application.service().get(), onLoop(this::view));
            }
        };
    }

    private <T> Consumer<T> onLoop(Consumer<T> listener) {
        return value -> {
            if (side.loop().inEventLoop()) {
                listener.accept(value);
            } else {
                side.loop().execute(() -> listener.accept(value));
            }
        };
    }

    private void view(ServiceView next) {
        if (closed) {
            return;
        }
        viewed = true;
        view = next;
        if (key instanceof DestinationKey.Original original) {
            endpointsOf(original.address(), next);
        }
        refreshRoutes();
        readyIfComplete();
    }

    /**
     * A redirected connection goes to the service's endpoints, to the one endpoint that it is, or
     * on.
     */
    private void endpointsOf(InetSocketAddress original, ServiceView next) {
        if (next.endpoint().isPresent()) {
            unfollowEndpoints();
            dispatcher.update(List.of(next.endpoint().get()));
        } else if (next.service().isPresent()) {
            if (!next.service().get().equals(followed)) {
                unfollowEndpoints();
                followEndpoints(next.service().get());
            }
        } else {
            unfollowEndpoints();
            dispatcher.update(List.of(Endpoint.of(original)));
        }
    }

    private void followEndpoints(Authority authority) {
        followed = authority;
        endpointsOfService =
                discovery.endpoints(
                        authority,
                        onLoop(found -> {
                            if (!closed && authority.equals(followed)) {
                                endpoints(found);
                            }
                        }));
    }

    private void unfollowEndpoints() {
        followed = null;
        endpointsView = null;
        if (endpointsOfService != null) {
            endpointsOfService.close();
            endpointsOfService = null;
        }
    }

    private void endpoints(EndpointsView found) {
        endpointsView = found;
        dispatcher.update(found.endpoints());
        refreshRoutes();
        readyIfComplete();
    }

    private void refreshRoutes() {
        String dst = countedName();
        if (!routes.isOf(view.profile(), dst)) {
            RoutesInForce old = routes;
            routes = new RoutesInForce(side, dst, view.profile());
            report.add(routes);
            report.remove(old);
            old.close();
        }
    }

    /** The label {@code dst}: only what configuration or discovery named, never a request alone. */
    private @Nullable String countedName() {
        boolean named =
                switch (key) {
                    case DestinationKey.Service _, DestinationKey.Original _ -> known();
                    case DestinationKey.Application application ->
                            application.configured() || view.profile().isPresent();
                };
        return named ? service().map(Authority::toString).orElse(null) : null;
    }

    private Optional<Authority> service() {
        return switch (key) {
            case DestinationKey.Service service ->
                    Optional.of(view.service().orElse(service.authority()));
            case DestinationKey.Original _ -> view.service();
            case DestinationKey.Application application -> application.service();
        };
    }

    private void readyIfComplete() {
        if (viewed && (endpointsOfService == null || endpointsView != null)) {
            becomeReady();
        }
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
    void leave() {
        users--;
        lastUsedNanos = side.nanoClock().getAsLong();
    }

    /** Whether discovery, or the configuration, knows the service at all. */
    boolean known() {
        return !(key instanceof DestinationKey.Service)
                || view.profile().isPresent()
                || (endpointsView != null && endpointsView.known());
    }

    ProxyFailure unknown() {
        return new ProxyFailure.Unrouted(key.text(), FailureReason.UNKNOWN_SERVICE);
    }

    RoutesInForce routes() {
        return routes;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** The name for the inbound proxy, empty where no profile routes. */
    CharSequence canonicalName() {
        return view.profile().isPresent() ? service().map(Authority::toString).orElse("") : "";
    }

    /** Counts an error of the family that names the application's address. */
    void inboundError(String error) {
        if (key instanceof DestinationKey.Application application) {
            String ip = application.address().getAddress().getHostAddress();
            String port = Integer.toString(application.address().getPort());
            String address = (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
            try (Counter counter =
                    side.metrics()
                            .counter(ProxyMeter.INBOUND_HTTP_ERRORS, error, address, ip, port)) {
                counter.increment();
            }
        }
    }

    boolean idleSince(long nanos) {
        return users == 0 && lastUsedNanos - nanos <= 0;
    }

    void close() {
        closed = true;
        profile.close();
        unfollowEndpoints();
        if (patience != null) {
            patience.cancel();
        }
        dispatcher.close();
        report.remove(routes);
        routes.close();
    }

    /** Whether it was dropped; then it must be looked for again. */
    boolean closed() {
        return closed;
    }
}
