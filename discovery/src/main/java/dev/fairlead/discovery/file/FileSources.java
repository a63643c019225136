package dev.fairlead.discovery.file;

import dev.fairlead.discovery.NameRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to read, and from where in the cluster its names are seen.
 *
 * @param profiles files and directories of profiles, in order of precedence; of a directory the
 *     files {@code *.yaml}, {@code *.yml} and {@code *.json} that are not hidden, in the order of
 *     their names, without directories below it. A path need not exist yet
 * @param endpoints the file of endpoints, if any; it need not exist yet
 * @param namespace the proxy's own namespace: short names belong to it, and so does a profile that
 *     names none
 * @param clusterDomain {@code cluster.local}
 */
public record FileSources(
        List<Path> profiles, Optional<Path> endpoints, String namespace, String clusterDomain) {
    public FileSources {
        profiles = List.copyOf(profiles);
        NameRules valid = new NameRules(namespace, clusterDomain);
        namespace = valid.namespace();
        clusterDomain = valid.clusterDomain();
    }

    /** How names are read from this namespace. */
    NameRules names() {
        return new NameRules(namespace, clusterDomain);
    }
}
