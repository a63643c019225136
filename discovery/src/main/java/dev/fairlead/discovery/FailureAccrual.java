package dev.fairlead.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a service asks for circuit breaking: an endpoint that fails so many times in a row is given
 * no requests for a while.
 *
 * @param maxFailures consecutive failures that shut an endpoint out, from 1
 * @param minPenalty how long it is shut out the first time, more than nothing
 * @param maxPenalty the most it is shut out for, however often it fails again; at least {@code
 *     minPenalty}
 * @param jitterRatio how much longer than that it may be at random, as a part of the time without
 *     jitter; 0 to 100. Never beyond {@code maxPenalty}
 */
public record FailureAccrual(
        int maxFailures, Duration minPenalty, Duration maxPenalty, double jitterRatio) {
    /** What a service gets that asks for circuit breaking and says nothing more. */
    public static final FailureAccrual DEFAULT =
            new FailureAccrual(7, Duration.ofSeconds(1), Duration.ofSeconds(60), 0.5);

    private static final double MAX_JITTER_RATIO = 100;

    public FailureAccrual {
        if (maxFailures < 1) {
            throw new IllegalArgumentException("maxFailures: " + maxFailures + " (expected: >= 1)");
        }
        if (!minPenalty.isPositive()) {
            throw new IllegalArgumentException("minPenalty: " + minPenalty + " (expected: > 0)");
        }
        if (maxPenalty.compareTo(minPenalty) < 0) {
            throw new IllegalArgumentException(
                    "maxPenalty: " + maxPenalty + " (expected: >= " + minPenalty + ")");
        }
        if (!isJitterRatio(jitterRatio)) {
            throw new IllegalArgumentException(
                    "jitterRatio: " + jitterRatio + " (expected: 0 to 100)");
        }
    }

    /**
     * What the annotations of a Service say.
     *
     * @param accrual empty when nothing asks for circuit breaking, and when there is a problem
     * @param problems what cannot be used, by annotation
     */
    public record Reading(Optional<FailureAccrual> accrual, List<Problem> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Why an annotation cannot be used.
     *
     * @param annotation its full name
     * @param text for people: {@code 0 (expected: a whole number from 1)}
     */
    public record Problem(String annotation, String text) {}

    /**
     * Reads the annotations {@code balancer.linkerd.io/failure-accrual…} of a Service and ignores
     * all others. As in Linkerd's policy controller one bad value leaves the service without
     * circuit breaking, rather than with one that nobody asked for; unlike there, the caller hears
     * of every problem, of names that do not exist and of settings without {@code failure-accrual}
     * too.
     */
    public static Reading fromAnnotations(Map<String, String> annotations) {
        return new AccrualAnnotations(annotations).read();
    }

    /** Whether an annotation is one that {@link #fromAnnotations} reads. */
    public static boolean isAnnotation(String name) {
        return AccrualAnnotations.NAMES.contains(name);
    }

    static boolean isJitterRatio(double ratio) {
        return ratio >= 0 && ratio <= MAX_JITTER_RATIO;
    }
}
