package dev.fairlead.cli.demo.shop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was sent, as its senders saw it; or what came, as its server answered it. Thread-safe. */
public final class Ledger {
    /**
     * Calls of one route.
     *
     * @param successes that ended well
     * @param failures that ended with a server's error, or not at all
     */
    public record Entry(long successes, long failures) {
        private static final Entry SUCCESS = new Entry(1, 0);
        private static final Entry FAILURE = new Entry(0, 1);

        /** All of them. */
        public long requests() {
            return successes + failures;
        }

        private Entry plus(Entry other) {
            return new Entry(successes + other.successes, failures + other.failures);
        }
    }

    private final Map<ShopRoute, Entry> entries = new ConcurrentHashMap<>();

    /** Writes down a call that has ended. */
    public void add(ShopRoute route, boolean success) {
        entries.merge(route, success ? Entry.SUCCESS : Entry.FAILURE, Entry::plus);
    }

    /** What was sent to a route. */
    public Entry entry(ShopRoute route) {
        return entries.getOrDefault(route, new Entry(0, 0));
    }
}
