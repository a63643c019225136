package dev.fairlead.route.read;

import dev.fairlead.route.RetryBudgetPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** The rules for the retry budget. */
final class BudgetRules {

    private static final BigDecimal MAX_INT = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final Duration LINKERD_MIN_TTL = Duration.ofSeconds(1);
    private static final Duration LINKERD_MAX_TTL = Duration.ofSeconds(60);
    private static final BigDecimal LINKERD_MAX_RATIO = BigDecimal.valueOf(1000);
    private static final String NO_RETRIES = "; Linkerd then retries nothing";

    private final Findings findings;
    private final String subject;

    /**
     * @param subject how Linkerd's messages begin
     */
    BudgetRules(Findings findings, String subject) {
        this.findings = findings;
        this.subject = subject + "RetryBudget";
    }

    /** The budget; empty when none is written or something in it is wrong. */
    Optional<RetryBudgetPolicy> read(Cursor at) {
        if (!at.isMapping()) {
            return Optional.empty();
        }
        BigDecimal ratio = ratio(at.get("retryRatio"));
        Optional<Duration> ttl = ttl(at.get("ttl"));
        int min = min(at.get("minRetriesPerSecond"));
        if (ratio.signum() < 0 || ttl.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RetryBudgetPolicy(ratio.doubleValue(), min, ttl.get()));
    }

    private BigDecimal ratio(Cursor at) {
        warnIfAbsent(at);
        BigDecimal ratio = at.number().orElse(BigDecimal.ZERO);
        if (ratio.signum() < 0) {
            BigDecimal single = new BigDecimal(ratio.floatValue());
            String six = single.setScale(6, RoundingMode.HALF_EVEN).toPlainString();
            String message = subject + " RetryRatio must be non-negative: " + six;
            findings.error(at, ratio.toPlainString() + " is negative", message);
        } else if (ratio.compareTo(LINKERD_MAX_RATIO) > 0) {
            findings.warning(at, ratio.toPlainString() + " is above 1000" + NO_RETRIES);
        }
        return ratio;
    }

    private int min(Cursor at) {
        warnIfAbsent(at);
        BigDecimal min = at.number().orElse(BigDecimal.ZERO);
        if (min.compareTo(MAX_INT) > 0) {
            findings.warning(at, min.toPlainString() + " counts as " + MAX_INT + NO_RETRIES);
        }
        return min.min(MAX_INT).max(BigDecimal.ZERO).intValue();
    }

    private void warnIfAbsent(Cursor at) {
        if (at.isNull()) {
            findings.warning(at, "missing: counts as 0; a cluster asks for it");
        }
    }

    private Optional<Duration> ttl(Cursor at) {
        if (at.text().isEmpty()) {
            findings.error(at, "missing", subject + " missing TTL field");
            return Optional.empty();
        }
        Optional<Duration> ttl = Durations.read(at, findings, subject + ": ");
        if (ttl.isPresent() && !ttl.get().isPositive()) {
            findings.error(at, "\"" + at.text() + "\" is not positive");
            return Optional.empty();
        }
        if (ttl.isPresent()
                && (ttl.get().compareTo(LINKERD_MIN_TTL) < 0
                        || ttl.get().compareTo(LINKERD_MAX_TTL) > 0)) {
            findings.warning(at, "\"" + at.text() + "\" is outside 1s to 60s" + NO_RETRIES);
        }
        return ttl;
    }
}
