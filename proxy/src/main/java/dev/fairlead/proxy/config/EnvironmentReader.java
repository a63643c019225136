package dev.fairlead.proxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds settings among the variables of the process. A variable that is set to nothing is set.
 *
 * <p>Names that begin with {@code FAIRLEAD_} and are no setting are left alone without a word: a
 * Kubernetes service called {@code fairlead} puts such variables into every pod of its namespace.
 */
final class EnvironmentReader {
    private final Map<String, String> environment;

    EnvironmentReader(Map<String, String> environment) {
        this.environment = new TreeMap<>(environment);
    }

    Reading read() {
        List<RawValue> values = new ArrayList<>();
        environment.forEach((variable, text) ->
                SettingTable.byVariable(variable)
                        .ifPresent(setting -> values.add(value(setting, text))));
        return new Reading(values, List.of());
    }

    /** Variables of Linkerd's proxy that this one has no use for. */
    List<String> unused() {
        return environment.keySet().stream().filter(UnusedVariables::contains).toList();
    }

    /** Variables that look like Linkerd's and are not. */
    List<String> unknown() {
        return environment.keySet().stream()
                .filter(name -> name.startsWith(Setting.LINKERD))
                .filter(name -> SettingTable.byVariable(name).isEmpty())
                .filter(name -> !UnusedVariables.contains(name))
                .toList();
    }

    private static RawValue value(Setting<?> setting, String text) {
        return new RawValue(
                setting,
                setting.type().items(text),
                RawValue.Layer.ENVIRONMENT,
                setting.variable());
    }
}
