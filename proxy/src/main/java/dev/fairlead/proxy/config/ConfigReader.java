package dev.fairlead.proxy.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads all places, checks every value, and assembles the configuration if nothing is wrong. */
final class ConfigReader {
    private final Defaults defaults;
    private final int cpus;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();

    ConfigReader(Defaults defaults, int cpus) {
        this.defaults = defaults;
        this.cpus = cpus;
    }

    ConfigResult read(
            Map<String, String> environment, Optional<Path> file, List<OptionValue> options) {
        EnvironmentReader variables = new EnvironmentReader(environment);
        Settings settings =
                new Settings(
                        Stream.of(
                                        Optional.of(OptionReader.read(options)),
                                        Optional.of(variables.read()),
                                        file.map(ConfigFileReader::read))
                                .flatMap(Optional::stream)
                                .flatMap(this::meaningful)
                                .toList(),
                        defaults);
        variables.unknown().forEach(this::warnUnknown);
        Rules.check(settings, problems, warnings);
        if (!problems.isEmpty()) {
            return new ConfigResult.Invalid(problems);
        }
        ProxyConfig config = new ConfigAssembler(settings, cpus).assemble();
        return new ConfigResult.Valid(config, report(environment, settings, variables), warnings);
    }

    private Stream<RawValue> meaningful(Reading reading) {
        problems.addAll(reading.problems());
        List<RawValue> valid = new ArrayList<>();
        for (RawValue value : reading.values()) {
            if (value.isValid()) {
                valid.add(value);
            } else if (value.isTolerant()) {
                warnings.add(value.problem());
            } else {
                problems.add(value.problem());
            }
        }
        return valid.stream();
    }

    private void warnUnknown(String variable) {
        warnings.add(new ConfigProblem(variable, "no such variable (expected: one of the manual)"));
    }

    private static EnvironmentReport report(
            Map<String, String> environment, Settings settings, EnvironmentReader variables) {
        return new EnvironmentReport(
                new TreeMap<>(environment),
                settings.inForce(),
                variables.unused(),
                variables.unknown());
    }
}
