package dev.fairlead.discovery;

import dev.fairlead.discovery.FailureAccrual.Problem;
import dev.fairlead.discovery.FailureAccrual.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of a Service that ask for circuit breaking, with the names, defaults and values
 * of Linkerd's policy controller.
 *
 * <pre>
 * failure-accrual                             consecutive: the only mode
 * failure-accrual-consecutive-max-failures    7
 * failure-accrual-consecutive-min-penalty     1s
 * failure-accrual-consecutive-max-penalty     60s
 * failure-accrual-consecutive-jitter-ratio    0.5
 * </pre>
 *
 * A duration is a whole number and {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}.
 */
final class AccrualAnnotations {
    private static final String MODE = "balancer.linkerd.io/failure-accrual";
    private static final String MAX_FAILURES = MODE + "-consecutive-max-failures";
    private static final String MIN_PENALTY = MODE + "-consecutive-min-penalty";
    private static final String MAX_PENALTY = MODE + "-consecutive-max-penalty";
    private static final String JITTER_RATIO = MODE + "-consecutive-jitter-ratio";

    static final Set<String> NAMES =
            Set.of(MODE, MAX_FAILURES, MIN_PENALTY, MAX_PENALTY, JITTER_RATIO);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,10}(\\.[0-9]{0,10})?");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS =
            Map.of(
                    "ms", Duration.ofMillis(1),
                    "s", Duration.ofSeconds(1),
                    "m", Duration.ofMinutes(1),
                    "h", Duration.ofHours(1),
                    "d", Duration.ofDays(1));
    private static final Duration LONGEST = Duration.ofDays(365);

    /** Those of the family alone, by name, so that problems come in one order. */
    private final TreeMap<String, String> annotations = new TreeMap<>();

    private final List<Problem> problems = new ArrayList<>();

    AccrualAnnotations(Map<String, String> annotations) {
        annotations.forEach((name, value) -> {
            if (name.startsWith(MODE)) {
                this.annotations.put(name, value);
            }
        });
    }

    Reading read() {
        annotations.keySet().forEach(this::checkName);
        return new Reading(asksForIt() ? settings() : Optional.empty(), problems);
    }

    /** All of them are read, so that every problem is told. */
    private Optional<FailureAccrual> settings() {
        int maxFailures = maxFailures();
        Duration minPenalty = penalty(MIN_PENALTY, FailureAccrual.DEFAULT.minPenalty());
        Duration maxPenalty = penalty(MAX_PENALTY, FailureAccrual.DEFAULT.maxPenalty());
        double jitterRatio = jitterRatio();
        if (problems.isEmpty() && maxPenalty.compareTo(minPenalty) < 0) {
            problems.add(contradiction());
        }
        return problems.isEmpty()
                ? Optional.of(new FailureAccrual(maxFailures, minPenalty, maxPenalty, jitterRatio))
                : Optional.empty();
    }

    private void checkName(String name) {
        if (!NAMES.contains(name)) {
            problems.add(new Problem(name, "unknown annotation"));
        }
    }

    private boolean asksForIt() {
        String mode = annotations.get(MODE);
        if (mode == null) {
            annotations.keySet().stream()
                    .filter(NAMES::contains)
                    .forEach(name -> problems.add(new Problem(name, "without " + MODE)));
            return false;
        }
        if (!mode.equals("consecutive")) {
            problem(MODE, mode, "consecutive");
        }
        return true;
    }

    private int maxFailures() {
        String text = annotations.get(MAX_FAILURES);
        if (text == null) {
            return FailureAccrual.DEFAULT.maxFailures();
        }
        long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (number < 1 || number > Integer.MAX_VALUE) {
            problem(MAX_FAILURES, text, "a whole number from 1");
            return FailureAccrual.DEFAULT.maxFailures();
        }
        return (int) number;
    }

    private Duration penalty(String name, Duration unlessGiven) {
        String text = annotations.get(name);
        if (text == null) {
            return unlessGiven;
        }
        Duration duration = duration(text);
        if (duration == null || !duration.isPositive() || duration.compareTo(LONGEST) > 0) {
            problem(name, text, "a duration as 500ms, 1s, 2m, 1h or 1d, up to 365d");
            return unlessGiven;
        }
        return duration;
    }

    private static @Nullable Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        Duration unit = UNITS.get(matcher.group(2));
        return unit == null ? null : unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }

    private double jitterRatio() {
        String text = annotations.get(JITTER_RATIO);
        if (text == null) {
            return FailureAccrual.DEFAULT.jitterRatio();
        }
        double ratio = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : -1;
        if (!FailureAccrual.isJitterRatio(ratio)) {
            problem(JITTER_RATIO, text, "a number from 0 to 100");
            return FailureAccrual.DEFAULT.jitterRatio();
        }
        return ratio;
    }

    /** Told at the penalty that is given; at the longer one when both are. */
    private Problem contradiction() {
        String max = annotations.get(MAX_PENALTY);
        String min = annotations.getOrDefault(MIN_PENALTY, "1s");
        return max == null
                ? new Problem(MIN_PENALTY, min + " (expected: at most the max-penalty of 60s)")
                : new Problem(
                        MAX_PENALTY, max + " (expected: at least the min-penalty of " + min + ")");
    }

    private void problem(String annotation, String value, String expected) {
        problems.add(new Problem(annotation, value + " (expected: " + expected + ")"));
    }
}
