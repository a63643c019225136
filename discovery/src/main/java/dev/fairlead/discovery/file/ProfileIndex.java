package dev.fairlead.discovery.file;

import dev.fairlead.discovery.DiscoveryStatus.Invalid;
import dev.fairlead.discovery.NameRules;
import dev.fairlead.discovery.ServiceName;
import dev.fairlead.discovery.ServiceView.ProfileInForce;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All profiles at one moment, and which of them is in force for a service.
 *
 * <p>A profile in the proxy's own namespace beats one in the service's namespace, as a whole: their
 * routes are never merged. A profile in a third namespace is not for this proxy. An instance of a
 * service ({@code books-0.books.shop.svc…}) without a profile of its own has the service's.
 * Immutable.
 */
final class ProfileIndex {
    private final NameRules names;
    private final Map<ProfileKey, LoadedProfile> profiles;
    private final List<Invalid> repeated;

    /** Of two profiles of the same key the first wins. */
    ProfileIndex(NameRules names, Collection<LoadedProfile> inOrder) {
        this.names = names;
        var byKey = new LinkedHashMap<ProfileKey, LoadedProfile>();
        var losers = new ArrayList<Invalid>();
        for (LoadedProfile profile : inOrder) {
            LoadedProfile first = byKey.putIfAbsent(profile.key(), profile);
            if (first != null) {
                losers.add(repeated(profile, first));
            }
        }
        this.profiles = Collections.unmodifiableMap(byKey);
        this.repeated = List.copyOf(losers);
    }

    /** By key, in order of precedence. */
    Map<ProfileKey, LoadedProfile> profiles() {
        return profiles;
    }

    /** Profiles that lost against one of the same key. */
    List<Invalid> repeated() {
        return repeated;
    }

    /** The profile that applies to requests for a service. */
    Optional<ProfileInForce> inForce(String fullName) {
        Optional<ServiceName> service = names.service(fullName);
        Stream<String> candidates =
                Stream.concat(Stream.of(fullName), service.map(names::fullName).stream());
        return candidates
                .flatMap(name -> byNamespace(name, service))
                .map(LoadedProfile::inForce)
                .findFirst();
    }

    private Stream<LoadedProfile> byNamespace(String name, Optional<ServiceName> service) {
        return Stream.concat(
                        Stream.of(names.namespace()), service.map(ServiceName::namespace).stream())
                .map(namespace -> profiles.get(new ProfileKey(namespace, name)))
                .flatMap(Stream::ofNullable);
    }

    private static Invalid repeated(LoadedProfile loser, LoadedProfile winner) {
        String problem =
                loser.origin()
                        + ": error: profile "
                        + loser.key()
                        + " is already defined at "
                        + winner.origin()
                        + ", which stays in force";
        return new Invalid(loser.origin().file(), problem);
    }
}
