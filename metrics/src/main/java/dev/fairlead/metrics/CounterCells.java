package dev.fairlead.metrics;

/** One plain counter. */
record CounterCells(int loop, Cell count) implements Cells {
    CounterCells(int loop) {
        this(loop, new Cell());
    }

    @Override
    public long total() {
        return count.get();
    }
}
