package dev.fairlead.proxy.config;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What settings must be to one another. */
final class Rules {
    private final Settings settings;
    private final List<ConfigProblem> problems;
    private final List<ConfigProblem> warnings;

    private Rules(Settings settings, List<ConfigProblem> problems, List<ConfigProblem> warnings) {
        this.settings = settings;
        this.problems = problems;
        this.warnings = warnings;
    }

    static void check(
            Settings settings, List<ConfigProblem> problems, List<ConfigProblem> warnings) {
        Rules rules = new Rules(settings, problems, warnings);
        Stream.of(DirectionSettings.INBOUND, DirectionSettings.OUTBOUND).forEach(rules::backoff);
        Stream.of(Http2ServerSettings.INBOUND, Http2ServerSettings.OUTBOUND)
                .forEach(rules::http2Server);
        if (settings.get(RoutingSettings.INGRESS_MODE)) {
            warnings.add(
                    new ConfigProblem(
                            settings.place(RoutingSettings.INGRESS_MODE),
                            "true: requests are routed as without it in this version"));
        }
    }

    private void backoff(DirectionSettings direction) {
        Setting<Duration> min = direction.backoffMin();
        Setting<Duration> max = direction.backoffMax();
        together(min, max);
        boolean both = settings.isSet(min) && settings.isSet(max);
        if (both && settings.get(min).compareTo(settings.get(max)) > 0) {
            problem(min, "longer than " + settings.place(max) + " (expected: min <= max)");
        }
        if (!both && settings.isSet(direction.backoffJitter())) {
            warnings.add(
                    new ConfigProblem(
                            settings.place(direction.backoffJitter()),
                            "without effect (expected: together with MIN and MAX)"));
        }
    }

    private void http2Server(Http2ServerSettings server) {
        together(server.streamWindow(), server.connectionWindow());
        together(server.keepAliveInterval(), server.keepAliveTimeout());
    }

    private void together(Setting<?> one, Setting<?> other) {
        if (settings.isSet(one) != settings.isSet(other)) {
            Setting<?> set = settings.isSet(one) ? one : other;
            Setting<?> missing = settings.isSet(one) ? other : one;
            problem(set, "set without " + missing.variable() + " (expected: both or neither)");
        }
    }

    private void problem(Setting<?> setting, String text) {
        problems.add(new ConfigProblem(settings.place(setting), text));
    }
}
