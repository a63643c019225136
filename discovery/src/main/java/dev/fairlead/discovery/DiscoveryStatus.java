package dev.fairlead.discovery;

import java.util.List;

/**
 * How the source is doing.
 *
 * @param ready whether everything that was asked to be read at the start has been read once
 * @param invalid what cannot be used at the moment, each with the reason; the last good value of it
 *     stays in force
 */
public record DiscoveryStatus(boolean ready, List<Invalid> invalid) {
    public DiscoveryStatus {
        invalid = List.copyOf(invalid);
    }

    /**
     * Something that cannot be used.
     *
     * @param source the file, or the name of the resource
     * @param problem one line for a person: {@code webapp.yaml:7:13: error: …}
     */
    public record Invalid(String source, String problem) {}
}
