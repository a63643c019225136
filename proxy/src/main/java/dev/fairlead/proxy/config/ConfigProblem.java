package dev.fairlead.proxy.config;

/**
 * Something in the configuration that is wrong, or surprises.
 *
 * @param where the variable, the option, or file, line, column and key: {@code fairlead.yaml:3:17:
 *     outboundConnectTimeout}
 * @param text what is wrong with it: {@code "1 s" (expected: …)}
 */
public record ConfigProblem(String where, String text) {
    /** One line: <i>where: what (expected: rule)</i>. */
    @Override
    public String toString() {
        return where + ": " + text;
    }
}
