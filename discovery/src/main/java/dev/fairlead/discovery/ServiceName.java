package dev.fairlead.discovery;

/**
 * A service of the cluster.
 *
 * @param service name of the Service, lower-case
 * @param namespace namespace of the Service, lower-case
 */
public record ServiceName(String service, String namespace) {
    public ServiceName {
        if (service.isEmpty()) {
            throw new IllegalArgumentException("service: empty (expected: a name)");
        }
        if (namespace.isEmpty()) {
            throw new IllegalArgumentException("namespace: empty (expected: a name)");
        }
    }
}
