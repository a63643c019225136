package dev.fairlead.proxy.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is logged: directives separated by commas, in the syntax that Linkerd's proxy has.
 *
 * <ul>
 *   <li>{@code warn}: the level of everything without a directive of its own. Without one, nothing
 *       else is logged.
 *   <li>{@code fairlead=info}: the level of a target and all below it. {@code fairlead} and {@code
 *       linkerd} both mean the proxy's own loggers; {@code fairlead::proxy::http} is one of them;
 *       anything else is the name of a library's logger. A target alone means {@code trace}.
 *   <li>{@code [{headers}]=off}, {@code linkerd[span]=debug}: directives for spans are accepted and
 *       have no effect, since this proxy has none (and never logs headers).
 * </ul>
 *
 * <p>Of two directives for the same target the later one counts; an empty filter is {@code error}.
 *
 * @param text as it was given
 * @param root level of what {@code loggers} does not name
 * @param loggers level by logger name, for a logger and all below it
 */
public record LogFilter(String text, LogLevel root, SortedMap<String, LogLevel> loggers) {
    /** The filter without any configuration. */
    public static final LogFilter DEFAULT =
            new LogFilter(
                    "warn,fairlead=info",
                    LogLevel.WARN,
                    new TreeMap<>(Collections.singletonMap(LogFilter.OWN, LogLevel.INFO)));

    /** The root of the proxy's own loggers. */
    static final String OWN = "dev.fairlead";

    private static final Pattern DIRECTIVE =
            Pattern.compile("([A-Za-z_][\\w.:-]*)?(\\[[^\\[\\]]*\\])?(?:=([A-Za-z]+|[0-5]))?");

    /** Commas outside the braces and brackets of a span. */
    private static final Pattern SEPARATOR = Pattern.compile(",(?![^\\[]*\\])");

    public LogFilter {
        loggers = Collections.unmodifiableSortedMap(new TreeMap<>(loggers));
    }

    /** Reads a filter; empty when a directive is not one. */
    public static Optional<LogFilter> parse(String text) {
        List<Directive> directives = new ArrayList<>();
        for (String part : SEPARATOR.split(text)) {
            if (!part.isBlank()) {
                Optional<Directive> directive = directive(part.strip());
                if (directive.isEmpty()) {
                    return Optional.empty();
                }
                directives.add(directive.get());
            }
        }
        return Optional.of(of(text, directives));
    }

    /** Whether the filter lets nothing through. */
    public boolean isOff() {
        return root == LogLevel.OFF
                && loggers.values().stream().allMatch(level -> level == LogLevel.OFF);
    }

    private static LogFilter of(String text, List<Directive> directives) {
        LogLevel root = directives.isEmpty() ? LogLevel.ERROR : LogLevel.OFF;
        SortedMap<String, LogLevel> loggers = new TreeMap<>();
        for (Directive directive : directives) {
            if (directive.span) {
                continue;
            }
            if (directive.target.isEmpty()) {
                root = directive.level;
            } else {
                loggers.put(logger(directive.target), directive.level);
            }
        }
        return new LogFilter(text, root, loggers);
    }

    private static Optional<Directive> directive(String part) {
        Optional<LogLevel> bare = LogLevel.parse(part);
        if (bare.isPresent()) {
            return bare.map(level -> new Directive("", false, level));
        }
        Matcher matcher = DIRECTIVE.matcher(part);
        if (!matcher.matches() || part.startsWith("=")) {
            return Optional.empty();
        }
        String target = Optional.ofNullable(matcher.group(1)).orElse("");
        boolean span = matcher.group(2) != null;
        return matcher.group(3) == null
                ? Optional.of(new Directive(target, span, LogLevel.TRACE))
                : LogLevel.parse(matcher.group(3)).map(l -> new Directive(target, span, l));
    }

    private static String logger(String target) {
        String name = target.replace("::", ".");
        if (name.equals("linkerd") || name.equals("fairlead")) {
            return OWN;
        }
        return name.startsWith("fairlead.") ? "dev." + name : name;
    }

    private record Directive(String target, boolean span, LogLevel level) {}
}
