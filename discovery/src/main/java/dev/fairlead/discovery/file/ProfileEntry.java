package dev.fairlead.discovery.file;

/**
 * A profile in a listing for people.
 *
 * @param name {@code metadata.name} as written
 * @param namespace the namespace that the profile belongs to
 * @param source file and line: {@code webapp.yaml:12}
 * @param routes number of routes
 * @param valid false when this is the last good version and what the file says now cannot be used
 */
public record ProfileEntry(
        String name, String namespace, String source, int routes, boolean valid) {}
