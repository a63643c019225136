package dev.fairlead.proxy.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings in force: the strongest value of each, all of them meaningful. */
final class Settings {
    private final Map<String, RawValue> byVariable;
    private final Map<String, String> defaults;

    /** Keeps the strongest of the {@code values}, every one of which must be valid. */
    Settings(List<RawValue> values, Defaults defaults) {
        this.byVariable = new LinkedHashMap<>();
        this.defaults = defaults.texts();
        Map<RawValue.Layer, List<RawValue>> byLayer = new EnumMap<>(RawValue.Layer.class);
        for (RawValue value : values) {
            byLayer.computeIfAbsent(value.layer(), layer -> new ArrayList<>()).add(value);
        }
        byLayer.values().stream()
                .flatMap(List::stream)
                .forEach(value -> byVariable.putIfAbsent(value.setting().variable(), value));
    }

    /** What was configured, or else the default. Only for a setting that has one. */
    <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new IllegalStateException(setting.variable() + ": no default"));
    }

    /** What was configured, or else the default if there is one. */
    <T> Optional<T> find(Setting<T> setting) {
        return effective(setting).flatMap(value -> setting.type().read(value.items()));
    }

    /** Whether it was configured, in whatever place. */
    boolean isSet(Setting<?> setting) {
        return byVariable.containsKey(setting.variable());
    }

    /** Where it comes from. */
    RawValue.Layer layer(Setting<?> setting) {
        return Optional.ofNullable(byVariable.get(setting.variable()))
                .map(RawValue::layer)
                .orElse(RawValue.Layer.DEFAULT);
    }

    /** Where exactly it was configured; its variable when it was not. */
    String place(Setting<?> setting) {
        return Optional.ofNullable(byVariable.get(setting.variable()))
                .map(RawValue::place)
                .orElse(setting.variable());
    }

    /** Every setting that has a value. */
    List<EnvironmentReport.SettingInForce> inForce() {
        List<EnvironmentReport.SettingInForce> rows = new ArrayList<>();
        for (Setting<?> setting : SettingTable.all()) {
            effective(setting)
                    .ifPresent(value ->
                            rows.add(
                                    new EnvironmentReport.SettingInForce(
                                            setting.key(), value.text(), value.place())));
        }
        return rows;
    }

    private Optional<RawValue> effective(Setting<?> setting) {
        RawValue value = byVariable.get(setting.variable());
        if (value != null) {
            return Optional.of(value);
        }
        Optional<String> replaced = Optional.ofNullable(defaults.get(setting.variable()));
        return replaced.or(setting::defaultText)
                .map(text ->
                        new RawValue(
                                setting,
                                setting.type().items(text),
                                RawValue.Layer.DEFAULT,
                                "default"));
    }
}
