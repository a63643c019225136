package dev.fairlead.discovery.file;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.DiscoveryStatus;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.IpLiteral;
import dev.fairlead.discovery.ServiceView;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Everything the files say at one moment, and the answers to what is asked of them.
 *
 * @param warnings what may surprise in the profiles, each {@code file:line:column: warning: …}
 */
record FileSnapshot(
        ProfileIndex profiles,
        EndpointIndex endpoints,
        DiscoveryStatus status,
        List<String> warnings) {
    FileSnapshot {
        warnings = List.copyOf(warnings);
    }

    ServiceView service(Authority service) {
        return new ServiceView(
                Optional.of(service), profiles.inForce(service.name()), Optional.empty(), false);
    }

    /**
     * An address that the endpoints file has as a key is a service; one that a single service lists
     * is that service's instance, and requests stay there. What several list could be either's.
     */
    ServiceView originalDestination(InetSocketAddress originalDestination) {
        if (originalDestination.isUnresolved() || originalDestination.getPort() == 0) {
            return ServiceView.UNKNOWN;
        }
        String name = IpLiteral.text(originalDestination.getAddress());
        Authority asService = new Authority(name, originalDestination.getPort());
        return endpoints.knows(asService)
                ? service(asService)
                : endpoints
                        .owned(originalDestination)
                        .map(this::instance)
                        .orElse(ServiceView.UNKNOWN);
    }

    EndpointsView endpoints(Authority service) {
        return endpoints.view(service);
    }

    /** In order of precedence. */
    List<ProfileEntry> entries() {
        return profiles.profiles().values().stream().map(LoadedProfile::entry).toList();
    }

    private ServiceView instance(EndpointIndex.Owned owned) {
        return new ServiceView(
                Optional.of(owned.service()),
                profiles.inForce(owned.service().name()),
                Optional.of(owned.endpoint()),
                false);
    }
}
