package dev.fairlead.cli.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * What the columns of a table do not say: how often a route's requests were sent again, how many
 * its timeout cut, and what became of those that failed, in the words of the metrics.
 *
 * <pre>
 *  books /bookshop.Books/Buy: 12 skipped_not_retryable
 *  authors GET /authors/{id}: 31 retries, 24 retried_ok, 1 retried_failed
 * </pre>
 */
public final class RouteNotes {
    private RouteNotes() {}

    /** One line for each row that has something to tell, in their order. */
    public static List<String> of(List<RouteRow> rows) {
        List<String> notes = new ArrayList<>();
        for (RouteRow row : rows) {
            List<String> parts = parts(row.counts());
            if (!parts.isEmpty()) {
                notes.add(row.service() + " " + row.route() + ": " + String.join(", ", parts));
            }
        }
        return notes;
    }

    private static List<String> parts(RouteCounts counts) {
        List<String> parts = new ArrayList<>();
        long retries = counts.retries().sentAgain();
        add(parts, retries, retries == 1 ? "retry" : "retries");
        long timeouts = counts.effective().timeouts();
        add(parts, timeouts, timeouts == 1 ? "timeout" : "timeouts");
        counts.retries().fates().forEach((outcome, count) -> add(parts, count, outcome));
        return parts;
    }

    private static void add(List<String> parts, long count, String noun) {
        if (count > 0) {
            parts.add(count + " " + noun);
        }
    }
}
