package dev.fairlead.proxy.config;

import java.util.Map;
import java.util.function.Function;

/**
 * What one setting does.
 *
 * @param variable its name
 * @param text a value that is not the default
 * @param field where the value arrives
 * @param defaultValue what is there when nothing is set
 * @param expected what is there when {@code text} is set
 * @param companions other variables that must be set with it
 */
record MappingRow(
        String variable,
        String text,
        Function<ProxyConfig, Object> field,
        Object defaultValue,
        Object expected,
        Map<String, String> companions) {
    @Override
    public String toString() {
        return variable;
    }
}
