package dev.fairlead.route.read;

import dev.fairlead.route.GoDuration;
import java.time.Duration;
import java.util.Optional;

/** Reads the duration at a place and reports one that is none. */
final class Durations {

    private Durations() {}

    /**
     * The duration; empty where nothing is written or where it is none.
     *
     * @param linkerdPrefix what stands before Go's message in Linkerd's; empty for the fields that
     *     Linkerd does not know
     */
    static Optional<Duration> read(Cursor at, Findings findings, String linkerdPrefix) {
        String text = at.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(GoDuration.parse(text));
        } catch (IllegalArgumentException e) {
            String go = String.valueOf(e.getMessage());
            String own = go.replaceFirst("^time: ", "") + " (expected: such as 250ms or 1m30s)";
            if (linkerdPrefix.isEmpty()) {
                findings.error(at, own);
            } else {
                findings.error(at, own, linkerdPrefix + go);
            }
            return Optional.empty();
        }
    }
}
