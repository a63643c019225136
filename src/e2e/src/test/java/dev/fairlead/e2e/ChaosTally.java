package dev.fairlead.e2e;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the calls of a run ended, as their clients saw it. Thread-safe.
 *
 * <p>What a client gave up may have been answered at the same moment, and is told apart from the
 * rest: the sidecar may count it either way.
 */
final class ChaosTally {
    static final String CANCELLED = "cancelled";
    static final String FAILED = "failed";

    private final Map<String, Long> endings = new ConcurrentHashMap<>();

    /** A call has ended; whether its client was about to give it up. */
    void ended(Ending ending, Wire wire) {
        endings.merge(name(ending, wire), 1L, Long::sum);
    }

    private static String name(Ending ending, Wire wire) {
        return switch (ending) {
            case Ending.Answered(Reply reply) -> Integer.toString(reply.status());
            case Ending.Broken(Reply begun, _) -> Integer.toString(begun.status());
            case Ending.Failed(String why) when wire == Wire.HTTP_2 && why.startsWith("reset") ->
                    FAILED;
            case Ending.Failed(String why) -> "no answer over " + wire + ": " + why;
            case Ending.Cancelled _ -> CANCELLED;
        };
    }

    /** By status; {@link #CANCELLED}; {@link #FAILED} for streams that were reset; else a fault. */
    Map<String, Long> endings() {
        return new TreeMap<>(endings);
    }

    long all() {
        return endings.values().stream().mapToLong(Long::longValue).sum();
    }

    long count(String ending) {
        return endings.getOrDefault(ending, 0L);
    }
}
