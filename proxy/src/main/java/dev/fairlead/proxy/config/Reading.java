package dev.fairlead.proxy.config;

import java.util.List;

/**
 * What one place of the configuration holds.
 *
 * @param values the settings found
 * @param problems what could not even be read as a setting
 */
record Reading(List<RawValue> values, List<ConfigProblem> problems) {
    Reading {
        values = List.copyOf(values);
        problems = List.copyOf(problems);
    }
}
