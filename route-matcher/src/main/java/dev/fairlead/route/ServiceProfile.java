package dev.fairlead.route;

import java.util.List;
import java.util.Optional;

/**
 * A {@code linkerd.io} ServiceProfile as it was written, validated.
 *
 * @param name {@code metadata.name}, by convention the FQDN of the service it describes
 * @param namespace {@code metadata.namespace}; empty when the document names none
 * @param routes in the order of the document: the first matching one wins
 * @param retryBudget absent when the document has none; then {@link RetryBudgetPolicy#DEFAULT} is
 *     in force
 * @param dstOverrides the traffic split; empty when there is none
 */
public record ServiceProfile(
        String name,
        String namespace,
        List<RouteSpec> routes,
        Optional<RetryBudgetPolicy> retryBudget,
        List<DstOverride> dstOverrides) {

    public ServiceProfile {
        routes = List.copyOf(routes);
        dstOverrides = List.copyOf(dstOverrides);
    }
}
