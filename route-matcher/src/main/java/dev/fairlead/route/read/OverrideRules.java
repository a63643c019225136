package dev.fairlead.route.read;

import dev.fairlead.route.DstOverride;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules for traffic splits. */
final class OverrideRules {

    private static final BigDecimal UNIT = BigDecimal.valueOf(DstOverride.UNIT);
    private static final BigDecimal MAX_WEIGHT = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    private final Findings findings;

    OverrideRules(Findings findings) {
        this.findings = findings;
    }

    /** The entries without errors. */
    List<DstOverride> read(Cursor list) {
        List<DstOverride> overrides = new ArrayList<>();
        for (Cursor item : list.items()) {
            if (item.isNull()) {
                findings.error(item, "nothing (expected: authority and weight)");
            } else if (item.isMapping()) {
                override(item).ifPresent(overrides::add);
            }
        }
        return overrides;
    }

    private Optional<DstOverride> override(Cursor at) {
        String authority = at.get("authority").text();
        boolean named = isAuthority(authority);
        if (authority.isEmpty()) {
            findings.error(at.get("authority"), "missing");
        } else if (!named) {
            findings.error(at.get("authority"), "\"" + authority + "\" is no name or name:port");
        }
        Optional<Integer> weight = weight(at.get("weight"));
        return named ? weight.map(w -> new DstOverride(authority, w)) : Optional.empty();
    }

    private static boolean isAuthority(String authority) {
        int colon = authority.indexOf(':');
        String name = colon < 0 ? authority : authority.substring(0, colon);
        return Names.problem(name.toLowerCase(java.util.Locale.ROOT)).isEmpty()
                && (colon < 0 || isPort(authority.substring(colon + 1)));
    }

    private static boolean isPort(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_PORT_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(text) >= 1
                && Integer.parseInt(text) <= MAX_PORT;
    }

    private Optional<Integer> weight(Cursor at) {
        BigDecimal weight;
        try {
            weight = at.isNull() ? BigDecimal.ZERO : Quantity.parse(at.text());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // reported as a misfit
        }
        if (weight.signum() < 0) {
            findings.error(at, at.text() + " is negative");
            return Optional.empty();
        }
        BigDecimal scaled = weight.multiply(UNIT).setScale(0, RoundingMode.UP);
        if (scaled.compareTo(MAX_WEIGHT) > 0) {
            findings.error(at, at.text() + " is too large");
            return Optional.empty();
        }
        if (scaled.signum() == 0) {
            findings.warning(at, "no weight: the target gets no traffic");
        }
        return Optional.of(scaled.intValue());
    }
}
