package dev.fairlead.route.read;

import dev.fairlead.route.RetryBackoff;
import dev.fairlead.route.RetrySpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The rules for Fairlead's own fields of a route. */
final class RetryRules {

    private static final BigDecimal MAX_INT = BigDecimal.valueOf(Integer.MAX_VALUE);

    private final Findings findings;

    RetryRules(Findings findings) {
        this.findings = findings;
    }

    /** What the route says about retries, without what is wrong in it. */
    RetrySpec read(Cursor route, Optional<Duration> timeout) {
        Optional<Duration> perTryTimeout = perTryTimeout(route.get("perTryTimeout"), timeout);
        timeoutWithoutTry(route, timeout);
        return new RetrySpec(
                route.get("isRetryable").isTrue(),
                count(route.get("maxRetries")),
                perTryTimeout,
                backoff(route.get("retryBackoff")),
                count(route.get("maxRetryBodyBytes")));
    }

    private OptionalInt count(Cursor at) {
        Optional<BigDecimal> number = at.number();
        if (number.isEmpty() || number.get().signum() < 0) {
            return OptionalInt.empty(); // absent, or reported as a misfit
        }
        if (number.get().compareTo(MAX_INT) > 0) {
            findings.error(at, number.get() + " is too large (expected: <= " + MAX_INT + ")");
            return OptionalInt.empty();
        }
        return OptionalInt.of(number.get().intValue());
    }

    private Optional<Duration> perTryTimeout(Cursor at, Optional<Duration> timeout) {
        Optional<Duration> read = Durations.read(at, findings, "");
        if (read.isPresent() && !read.get().isPositive()) {
            findings.error(at, "\"" + at.text() + "\" is not positive");
            return Optional.empty();
        }
        if (read.isPresent()
                && timeout.filter(Duration::isPositive).isPresent()
                && read.get().compareTo(timeout.get()) >= 0) {
            findings.warning(at, "has no effect: the timeout of the route is not longer");
        }
        return read;
    }

    private void timeoutWithoutTry(Cursor route, Optional<Duration> timeout) {
        if (route.get("isRetryable").isTrue()
                && timeout.filter(Duration::isPositive).isPresent()
                && route.get("perTryTimeout").text().isEmpty()) {
            findings.warning(
                    route.get("timeout"),
                    "a slow attempt takes all of it and is not retried: set perTryTimeout too");
        }
    }

    private Optional<RetryBackoff> backoff(Cursor at) {
        if (!at.isMapping()) {
            return Optional.empty();
        }
        Optional<Duration> min = bound(at.get("min"));
        Optional<Duration> max = bound(at.get("max"));
        if (min.isEmpty() || max.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RetryBackoff(min.get(), max.get()));
        } catch (IllegalArgumentException e) {
            findings.error(at, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Duration> bound(Cursor at) {
        if (at.text().isEmpty()) {
            findings.error(at, "missing");
        }
        return Durations.read(at, findings, "");
    }
}
