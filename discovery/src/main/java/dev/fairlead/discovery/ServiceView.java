package dev.fairlead.discovery;

import dev.fairlead.route.RouteTable;
import java.util.Optional;

/**
 * What is known of a service at one moment: its name and the routes in force.
 *
 * @param service the service's full name and the port that was asked for; empty when an original
 *     destination belongs to no known service
 * @param profile the profile in force, empty when there is none
 * @param endpoint the one endpoint that requests must go to, when the original destination is
 *     itself an endpoint rather than a service; empty when they are balanced
 * @param opaque whether the port speaks a protocol that must not be looked into
 */
public record ServiceView(
        Optional<Authority> service,
        Optional<ProfileInForce> profile,
        Optional<Endpoint> endpoint,
        boolean opaque) {
    /** What a source answers for an original destination that belongs to no service. */
    public static final ServiceView UNKNOWN =
            new ServiceView(Optional.empty(), Optional.empty(), Optional.empty(), false);

    /**
     * A profile as it is applied.
     *
     * @param table compiled when the profile was read, never on an event loop
     * @param source where it was read from, for people: {@code webapp.yaml:12}
     * @param namespace the namespace whose profile won
     */
    public record ProfileInForce(RouteTable table, String source, String namespace) {}
}
