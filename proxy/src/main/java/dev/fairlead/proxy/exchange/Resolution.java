package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Discovery;
import dev.fairlead.discovery.Discovery.Subscription;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.ServiceView;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What discovery says of one destination: its profile and its endpoints, live on one loop.
 * Endpoints that were once known stay until others take their place.
 */
final class Resolution {
    private final LoopSide.Loop loop;
    private final DestinationKey key;
    private final Discovery discovery;
    private final Runnable changed;
    private @Nullable Subscription views;
    private @Nullable Followed followed;
    private @Nullable ServiceView view;
    private List<Endpoint> endpoints = List.of();
    private boolean closed;

    /**
     * @param changed told on the loop after each change, possibly while {@link #start} runs
     */
    Resolution(LoopSide.Loop loop, DestinationKey key, Discovery discovery, Runnable changed) {
        this.loop = loop;
        this.key = key;
        this.discovery = discovery;
        this.changed = changed;
    }

    /** The endpoints of one service, as long as they are those of the destination. */
    private final class Followed {
        final Authority authority;
        @Nullable EndpointsView found;
        @Nullable Subscription subscription;

        Followed(Authority authority) {
            this.authority = authority;
        }

        void found(EndpointsView next) {
            if (followed == this) {
                found = next;
                endpoints = next.endpoints();
                changed.run();
            }
        }

        void close() {
            if (subscription != null) {
                subscription.close();
            }
        }
    }

    void start() {
        switch (key) {
            case DestinationKey.Service service -> {
                follow(service.authority()); // first: a profile alone is not the whole answer
                views = discovery.profile(service.authority(), onLoop(this::view));
            }
            case DestinationKey.Original original ->
                    views = discovery.originalDestination(original.address(), onLoop(this::view));
            case DestinationKey.Application application -> {
                endpoints = List.of(Endpoint.of(application.address()));
                application
                        .service()
                        .ifPresentOrElse(
                                service -> views = discovery.profile(service, onLoop(this::view)),
                                () -> view(ServiceView.UNKNOWN));
            }
        }
    }

    private <T> Consumer<T> onLoop(Consumer<T> listener) {
        return value -> {
            if (loop.inEventLoop()) {
                listener.accept(value);
            } else {
                loop.execute(() -> listener.accept(value));
            }
        };
    }

    private void view(ServiceView next) {
        if (closed) {
            return;
        }
        view = next;
        if (key instanceof DestinationKey.Original original) {
            endpointsOf(original.address(), next);
        }
        changed.run();
    }

    /**
     * A redirected connection goes to the service's endpoints, to the one endpoint that it is, or
     * on.
     */
    private void endpointsOf(InetSocketAddress original, ServiceView next) {
        if (next.endpoint().isEmpty() && next.service().isPresent()) {
            Authority service = next.service().get();
            if (followed == null || !followed.authority.equals(service)) {
                unfollow();
                follow(service);
            }
        } else {
            unfollow();
            endpoints = List.of(next.endpoint().orElseGet(() -> Endpoint.of(original)));
        }
    }

    private void follow(Authority authority) {
        Followed next = new Followed(authority);
        followed = next;
        next.subscription = discovery.endpoints(authority, onLoop(next::found));
    }

    private void unfollow() {
        if (followed != null) {
            followed.close();
            followed = null;
        }
    }

    /**
     * Waits no longer: an original destination of which nothing is known is itself the endpoint.
     */
    void settle() {
        if (view == null && key instanceof DestinationKey.Original original) {
            endpoints = List.of(Endpoint.of(original.address()));
            changed.run();
        }
    }

    /** Whether discovery has answered all that it was asked. */
    boolean complete() {
        return view != null && (followed == null || followed.found != null);
    }

    /** Whether discovery, or the configuration, knows the service at all. */
    boolean known() {
        return !(key instanceof DestinationKey.Service)
                || view().profile().isPresent()
                || (followed != null && followed.found != null && followed.found.known());
    }

    /** What is known of the service; nothing before discovery has answered. */
    ServiceView view() {
        ServiceView present = view;
        return present == null ? ServiceView.UNKNOWN : present;
    }

    /** Where requests may be sent; the same list as long as it has not changed. */
    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** The service's name, as discovery has it, else as it was asked for. */
    Optional<Authority> service() {
        return switch (key) {
            case DestinationKey.Service service ->
                    Optional.of(view().service().orElse(service.authority()));
            case DestinationKey.Original _ -> view().service();
            case DestinationKey.Application application -> application.service();
        };
    }

    /** The label {@code dst}: only what configuration or discovery named, never a request alone. */
    Optional<String> countedName() {
        boolean named =
                switch (key) {
                    case DestinationKey.Service _, DestinationKey.Original _ -> known();
                    case DestinationKey.Application application ->
                            application.configured() || view().profile().isPresent();
                };
        return named ? service().map(Authority::toString) : Optional.empty();
    }

    void close() {
        closed = true;
        if (views != null) {
            views.close();
        }
        unfollow();
    }
}
