package dev.fairlead.discovery;

import java.util.List;
import java.util.Optional;

/**
 * The endpoints of a service at one moment.
 *
 * @param known whether the source knows the service at all; an unknown one has no endpoints
 * @param endpoints in no particular order, without two of the same address
 * @param failureAccrual how the service asks for circuit breaking of its endpoints; empty when it
 *     does not
 */
public record EndpointsView(
        boolean known, List<Endpoint> endpoints, Optional<FailureAccrual> failureAccrual) {
    /** What a source answers for a service that it does not know. */
    public static final EndpointsView UNKNOWN = new EndpointsView(false, List.of());

    public EndpointsView {
        endpoints = List.copyOf(endpoints);
    }

    /** Endpoints of a service that does not ask for circuit breaking. */
    public EndpointsView(boolean known, List<Endpoint> endpoints) {
        this(known, endpoints, Optional.empty());
    }
}
