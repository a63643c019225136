package dev.fairlead.proxy.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All settings, in the order of the manual. */
public final class SettingTable {
    private static final List<Setting<?>> ALL =
            Stream.of(
                            ListenSettings.ALL,
                            RoutingSettings.ALL,
                            DirectionSettings.INBOUND.all(),
                            DirectionSettings.OUTBOUND.all(),
                            HttpSettings.ALL,
                            Http2ServerSettings.INBOUND.all(),
                            Http2ServerSettings.OUTBOUND.all(),
                            ProcessSettings.ALL)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

    private static final Map<String, Setting<?>> BY_VARIABLE = index(Setting::variable);
    private static final Map<String, Setting<?>> BY_KEY = index(Setting::key);

    private SettingTable() {}

    /** All settings, in the order of the manual. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    static Optional<Setting<?>> byVariable(String variable) {
        return Optional.ofNullable(BY_VARIABLE.get(variable));
    }

    static Optional<Setting<?>> byKey(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    static Optional<Setting<?>> byOption(String option) {
        return ALL.stream()
                .filter(setting -> setting.option().filter(option::equals).isPresent())
                .findFirst();
    }

    private static Map<String, Setting<?>> index(Function<Setting<?>, String> name) {
        return ALL.stream()
                .collect(
                        Collectors.toMap(
                                name,
                                setting -> setting,
                                (a, b) -> {
                                    throw new IllegalStateException("two settings: " + a + b);
                                },
                                LinkedHashMap::new));
    }
}
