package dev.fairlead.proxy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds settings among the options of the command. */
final class OptionReader {
    private OptionReader() {}

    static Reading read(List<OptionValue> options) {
        Map<String, List<String>> typed = new LinkedHashMap<>();
        for (OptionValue option : options) {
            typed.computeIfAbsent(option.option(), name -> new ArrayList<>()).add(option.value());
        }
        List<RawValue> values = new ArrayList<>();
        List<ConfigProblem> problems = new ArrayList<>();
        typed.forEach((option, items) -> {
            Setting<?> setting = setting(option);
            if (items.size() > 1 && !setting.type().isList()) {
                problems.add(new ConfigProblem(option, "given more than once"));
            }
            values.add(new RawValue(setting, items, RawValue.Layer.OPTION, option));
        });
        return new Reading(values, problems);
    }

    private static Setting<?> setting(String option) {
        return SettingTable.byOption(option)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "option: " + option + " (expected: one of the table's)"));
    }
}
