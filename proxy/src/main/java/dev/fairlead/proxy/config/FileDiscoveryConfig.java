package dev.fairlead.proxy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Profiles and endpoints on disk, and how names are completed.
 *
 * @param profiles files, or directories of files, with {@code ServiceProfile} documents
 * @param endpoints the file that maps authorities to endpoints
 * @param namespace the namespace the proxy stands in
 * @param clusterDomain the last part of every service's name
 */
public record FileDiscoveryConfig(
        List<Path> profiles, Optional<Path> endpoints, String namespace, String clusterDomain) {
    public FileDiscoveryConfig {
        profiles = List.copyOf(profiles);
    }
}
