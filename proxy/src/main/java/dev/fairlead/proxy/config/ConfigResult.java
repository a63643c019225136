package dev.fairlead.proxy.config;

import java.util.List;

/** What reading the configuration came to. */
public sealed interface ConfigResult {
    /**
     * It can be used.
     *
     * @param config the configuration
     * @param report which variables and settings it came from
     * @param warnings what surprises, for the log
     */
    record Valid(ProxyConfig config, EnvironmentReport report, List<ConfigProblem> warnings)
            implements ConfigResult {
        public Valid {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * It cannot be used: exit status 64.
     *
     * @param problems all of them, at least one
     */
    record Invalid(List<ConfigProblem> problems) implements ConfigResult {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
