package dev.fairlead.discovery.file;

/**
 * What makes two profiles the same one.
 *
 * @param namespace the namespace that the profile belongs to
 * @param service full name of the service that it describes
 */
record ProfileKey(String namespace, String service) {
    @Override
    public String toString() {
        return namespace + "/" + service;
    }
}
