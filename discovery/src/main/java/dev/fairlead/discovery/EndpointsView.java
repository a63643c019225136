package dev.fairlead.discovery;

import java.util.List;

/**
 * The endpoints of a service at one moment.
 *
 * @param known whether the source knows the service at all; an unknown one has no endpoints
 * @param endpoints in no particular order, without two of the same address
 */
public record EndpointsView(boolean known, List<Endpoint> endpoints) {
    /** What a source answers for a service that it does not know. */
    public static final EndpointsView UNKNOWN = new EndpointsView(false, List.of());

    public EndpointsView {
        endpoints = List.copyOf(endpoints);
    }
}
