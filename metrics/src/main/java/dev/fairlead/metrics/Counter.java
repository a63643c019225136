package dev.fairlead.metrics;

/** One plain counter. Belongs to the loop that resolved it. */
public final class Counter extends Handle<CounterCells> {
    Counter(SeriesGroup<CounterCells> group, int loop) {
        super(group, loop);
    }

    /** Adds one. */
    public void increment() {
        add(1);
    }

    /**
     * @param amount how much to add, not negative
     */
    public void add(long amount) {
        cells().count().add(amount);
    }
}
