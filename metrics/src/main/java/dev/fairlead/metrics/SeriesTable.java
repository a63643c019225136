package dev.fairlead.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * All label sets of one family, or of families that always share their label sets.
 *
 * <p>Loops add and hold groups at any time; one scrape at a time reads and expires them.
 */
final class SeriesTable<C extends Cells> {
    /** Makes the cells of a loop. */
    interface Factory<C extends Cells> {
        C make(SeriesGroup<C> group, int loop);
    }

    private final SeriesShape shape;
    private final Factory<C> factory;
    private final SeriesBudget budget;
    private final Limits limits;
    private final ConcurrentMap<String, SeriesGroup<C>> groups = new ConcurrentHashMap<>();
    private final SeriesGroup<C> overflow;

    /** What the scrape under way shows, sorted by labels; belongs to the scraping thread. */
    private List<SeriesGroup<C>> shown = List.of();

    SeriesTable(SeriesShape shape, Factory<C> factory, SeriesBudget budget, Limits limits) {
        this.shape = shape;
        this.factory = factory;
        this.budget = budget;
        this.limits = limits;
        overflow = newGroup(shape.overflowLabels());
    }

    /**
     * The group of these labels, held until released; the overflow group if there is no room for a
     * new one.
     */
    SeriesGroup<C> hold(String labels) {
        SeriesGroup<C> group =
                groups.compute(
                        labels,
                        (text, present) -> {
                            SeriesGroup<C> held = present;
                            if (held == null && budget.take(shape.seriesPerGroup())) {
                                held = newGroup(text);
                            }
                            if (held != null) {
                                held.hold();
                            }
                            return held;
                        });
        return group == null ? overflow : group;
    }

    /** As {@link #hold}, without holding it. */
    SeriesGroup<C> peek(String labels) {
        SeriesGroup<C> group = hold(labels);
        group.release();
        return group;
    }

    C newCells(SeriesGroup<C> group, int loop) {
        return factory.make(group, loop);
    }

    SeriesBudget budget() {
        return budget;
    }

    SeriesGroup<C> overflow() {
        return overflow;
    }

    boolean isOverflow(SeriesGroup<C> group) {
        return group == overflow;
    }

    int[] overflowClasses() {
        return shape.overflowClasses();
    }

    /** Starts a scrape: settles what it shows. */
    void observe(long nowNanos) {
        List<SeriesGroup<C>> next = new ArrayList<>(groups.size());
        for (SeriesGroup<C> group : groups.values()) {
            if (group.observe(nowNanos) > 0 || shape.isShownAtZero(group.labels())) {
                next.add(group);
            }
        }
        next.sort(Comparator.comparing(SeriesGroup::labels));
        if (!overflow.byLoop().isEmpty()) {
            next.add(overflow);
        }
        shown = next;
    }

    /** What the scrape under way shows. */
    List<SeriesGroup<C>> shown() {
        return shown;
    }

    /** Ends a scrape: what nothing holds and was long idle was shown for the last time. */
    void expire(long nowNanos) {
        shown = List.of();
        long retainNanos = limits.retainIdle().toNanos();
        for (SeriesGroup<C> group : groups.values()) {
            if (group.isIdle(nowNanos, retainNanos)) {
                groups.computeIfPresent(
                        group.labels(), (labels, found) -> expireIdle(found, nowNanos));
            }
        }
    }

    /** Keeps a group that was taken hold of meanwhile; otherwise gives back its room. */
    private @Nullable SeriesGroup<C> expireIdle(SeriesGroup<C> group, long nowNanos) {
        if (!group.isIdle(nowNanos, limits.retainIdle().toNanos())) {
            return group;
        }
        budget.giveBack(shape.seriesPerGroup() + group.expire());
        return null;
    }

    private SeriesGroup<C> newGroup(String labels) {
        return new SeriesGroup<>(this, labels, limits.nanoTime().getAsLong());
    }
}
