package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Discovery;
import dev.fairlead.discovery.Discovery.Subscription;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.ServiceView;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What discovery says of one destination, live on one loop: its profile, and whose endpoints its
 * own backend has.
 */
final class Resolution {
    private final LoopSide.Loop loop;
    private final DestinationKey key;
    private final Discovery discovery;
    private final Backend own;
    private final Runnable changed;
    private @Nullable Subscription views;
    private @Nullable ServiceView view;
    private boolean closed;

    /**
     * @param own led to the endpoints of the destination
     * @param context whose {@code changed} is told on the loop after each change, possibly while
     *     {@link #start} runs
     */
    Resolution(DestinationKey key, Backend own, Backend.Context context) {
        this.loop = context.side().loop();
        this.key = key;
        this.discovery = context.discovery();
        this.own = own;
        this.changed = context.changed();
    }

    void start() {
        switch (key) {
            case DestinationKey.Service service -> {
                own.follow(service.authority()); // first: a profile alone is not the whole answer
                views = discovery.profile(service.authority(), viewListener());
            }
            case DestinationKey.Original original ->
                    views = discovery.originalDestination(original.address(), viewListener());
            case DestinationKey.Application application -> {
                own.settle(Endpoint.of(application.address()));
                application
                        .service()
                        .ifPresentOrElse(
                                service -> views = discovery.profile(service, viewListener()),
                                () -> view(ServiceView.UNKNOWN));
            }
        }
    }

    private Consumer<ServiceView> viewListener() {
        return new OnLoop<>(loop, this::view);
    }

    private void view(ServiceView next) {
        if (closed) {
            return;
        }
        view = next;
        if (key instanceof DestinationKey.Original original) {
            lead(original.address(), next);
        }
        changed.run();
    }

    /**
     * A redirected connection goes to the service's endpoints, to the one endpoint that it is, or
     * on.
     */
    private void lead(InetSocketAddress original, ServiceView next) {
        if (next.endpoint().isEmpty() && next.service().isPresent()) {
            own.follow(next.service().get());
        } else {
            own.settle(next.endpoint().orElseGet(() -> Endpoint.of(original)));
        }
    }

    /**
     * Waits no longer: an original destination of which nothing is known is itself the endpoint.
     */
    void settle() {
        if (view == null && key instanceof DestinationKey.Original original) {
            own.settle(Endpoint.of(original.address()));
            changed.run();
        }
    }

    /** Whether discovery has said what the destination is. */
    boolean answered() {
        return view != null;
    }

    /** Whether discovery, or the configuration, knows the service at all. */
    boolean known() {
        return !(key instanceof DestinationKey.Service)
                || view().profile().isPresent()
                || own.known();
    }

    /** What is known of the service; nothing before discovery has answered. */
    ServiceView view() {
        ServiceView present = view;
        return present == null ? ServiceView.UNKNOWN : present;
    }

    /**
     * How requests for the service are split. Not behind the application's own proxy, and not for
     * who has asked for one certain endpoint.
     */
    TrafficSplit split() {
        ServiceView now = view();
        if (key instanceof DestinationKey.Application || now.endpoint().isPresent()) {
            return TrafficSplit.NONE;
        }
        return now.profile()
                .flatMap(profile ->
                        service()
                                .map(service ->
                                        TrafficSplit.of(
                                                service, profile.table().profile().dstOverrides())))
                .orElse(TrafficSplit.NONE);
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
    }
}
