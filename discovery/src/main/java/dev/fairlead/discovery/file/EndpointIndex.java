package dev.fairlead.discovery.file;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All endpoints at one moment, by service and by address. Immutable. */
final class EndpointIndex {
    private final Map<Authority, EndpointsView> views;

    /** Empty for an address that several services list. */
    private final Map<InetSocketAddress, Optional<Owned>> byAddress;

    EndpointIndex(Map<Authority, EndpointsView> endpoints) {
        var owned = new HashMap<InetSocketAddress, Optional<Owned>>();
        endpoints.forEach((service, view) -> {
            for (Endpoint endpoint : view.endpoints()) {
                Optional<Owned> owner = Optional.of(new Owned(service, endpoint));
                owned.merge(endpoint.address(), owner, (_, _) -> Optional.empty());
            }
        });
        this.views = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
        this.byAddress = Collections.unmodifiableMap(owned);
    }

    /**
     * An endpoint and the one service that lists it.
     *
     * @param service whose endpoint it is
     */
    record Owned(Authority service, Endpoint endpoint) {}

    EndpointsView view(Authority service) {
        return views.getOrDefault(service, EndpointsView.UNKNOWN);
    }

    boolean knows(Authority service) {
        return views.containsKey(service);
    }

    /** The endpoint at an address, if exactly one service lists it. */
    Optional<Owned> owned(InetSocketAddress address) {
        return byAddress.getOrDefault(address, Optional.empty());
    }
}
