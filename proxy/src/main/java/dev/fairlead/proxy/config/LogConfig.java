package dev.fairlead.proxy.config;

/**
 * The log.
 *
 * @param filter what is written
 * @param format how a line looks
 */
public record LogConfig(LogFilter filter, Format format) {
    /** How a line looks. */
    public enum Format {
        /** For people: {@code [ 0.001234s] INFO main fairlead: ready}. */
        PLAIN,
        /** For machines: one JSON object on each line. */
        JSON
    }
}
