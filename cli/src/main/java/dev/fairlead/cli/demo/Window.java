package dev.fairlead.cli.demo;

import dev.fairlead.cli.stats.RouteSnapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last ten seconds, by a snapshot each second. */
final class Window {
    /** Time between two snapshots. */
    static final Duration STEP = Duration.ofSeconds(1);

    private static final int STEPS = 10;

    private final Deque<Moment> moments = new ArrayDeque<>();

    private record Moment(RouteSnapshot counted, long nanos) {}

    /**
     * Takes a snapshot in.
     *
     * @param nanos when it was taken, {@link System#nanoTime}
     */
    void add(RouteSnapshot counted, long nanos) {
        moments.addLast(new Moment(counted, nanos));
        if (moments.size() > STEPS + 1) {
            moments.removeFirst();
        }
    }

    /** What the routes did between the first and the last snapshot; nothing before the second. */
    Act act() {
        if (moments.size() < 2) {
            return Act.NOTHING;
        }
        Moment first = moments.getFirst();
        Moment last = moments.getLast();
        Duration time = Duration.ofNanos(last.nanos() - first.nanos());
        return new Act(last.counted().minus(first.counted()), time);
    }
}
