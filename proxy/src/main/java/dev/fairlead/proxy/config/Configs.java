package dev.fairlead.proxy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the configuration. Options beat the environment, which beats the file, which beats the
 * defaults. Every problem of all of them is collected.
 */
public final class Configs {
    private Configs() {}

    /**
     * Reads the configuration of a sidecar, whose defaults are Linkerd's.
     *
     * @param environment the variables of the process
     * @param file YAML; empty when there is none
     * @param options in the order they were typed
     * @throws IllegalArgumentException when an option's name is not one of the table's
     */
    public static ConfigResult read(
            Map<String, String> environment, Optional<Path> file, List<OptionValue> options) {
        return reader(Defaults.SIDECAR).read(environment, file, options);
    }

    /**
     * Like {@link #read}, but with the defaults of a command that a person starts: it only listens
     * on the loopback interface.
     */
    public static ConfigResult readCommand(
            Map<String, String> environment, Optional<Path> file, List<OptionValue> options) {
        return reader(Defaults.COMMAND).read(environment, file, options);
    }

    private static ConfigReader reader(Defaults defaults) {
        return new ConfigReader(defaults, Runtime.getRuntime().availableProcessors());
    }
}
