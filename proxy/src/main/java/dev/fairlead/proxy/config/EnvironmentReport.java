package dev.fairlead.proxy.config;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the configuration was read from.
 *
 * @param environment every variable of the process, not masked
 * @param settings the settings in force, by key
 * @param unused variables that Linkerd's proxy knows and this version has no use for
 * @param unknown variables with the proxy's prefix that nobody knows
 */
public record EnvironmentReport(
        SortedMap<String, String> environment,
        List<SettingInForce> settings,
        List<String> unused,
        List<String> unknown) {
    public EnvironmentReport {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        settings = List.copyOf(settings);
        unused = List.copyOf(unused);
        unknown = List.copyOf(unknown);
    }

    /**
     * A setting that has a value.
     *
     * @param key its name in a file: {@code outboundConnectTimeout}
     * @param value as text
     * @param origin where that came from: a variable, an option, a place in a file or {@code
     *     default}
     */
    public record SettingInForce(String key, String value, String origin) {}
}
