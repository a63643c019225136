package dev.fairlead.proxy.config;

/**
 * An option of the command, as it was typed. A repeatable option has a value for each time.
 *
 * @param option its name: {@code --profiles}
 * @param value as typed
 */
public record OptionValue(String option, String value) {}
