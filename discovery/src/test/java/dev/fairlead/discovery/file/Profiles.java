package dev.fairlead.discovery.file;

import dev.fairlead.discovery.file.LoadedProfile.Origin;
import dev.fairlead.route.RouteTable;
import dev.fairlead.route.ServiceProfile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Profiles to test with. */
final class Profiles {
    private Profiles() {}

    /** The text of a profile of one route per name. */
    static String yaml(String namespace, String name, String... routes) {
        return """
        apiVersion: linkerd.io/v1alpha2
        kind: ServiceProfile
        metadata:
          name: %s
          namespace: %s
        spec:
          routes:
        """
                        .formatted(name, namespace)
                + Stream.of(routes).map(Profiles::route).collect(Collectors.joining());
    }

    /** A document that is YAML and no usable profile. */
    static String broken(String namespace, String name) {
        return yaml(namespace, name, "broken").replace("/broken", "/(");
    }

    static LoadedProfile loaded(String namespace, String service, Origin origin) {
        var profile =
                new ServiceProfile(service, namespace, List.of(), Optional.empty(), List.of());
        return new LoadedProfile(
                new ProfileKey(namespace, service),
                profile,
                RouteTable.compile(profile),
                origin,
                true);
    }

    private static String route(String name) {
        return "  - {name: %s, condition: {method: GET, pathRegex: '/%s'}}\n".formatted(name, name);
    }
}
