package dev.fairlead.metrics;

/**
 * A hold on the series of one label set from one loop.
 *
 * <p>Closing it lets the series go once they are idle. An exchange that outlives its route table
 * still counts: a closed handle writes the same cells, or, if these have expired, those of their
 * successor.
 */
abstract sealed class Handle<C extends Cells> implements AutoCloseable
        permits Counter, Histogram, HttpMeters, RetryMeters, TransportMeters {
    private final int loop;
    private SeriesGroup<C> group;
    private C cells;
    private boolean closed;

    Handle(SeriesGroup<C> group, int loop) {
        this.loop = loop;
        this.group = group;
        cells = group.cells(loop);
    }

    /** Lets the series go; idempotent. What is recorded afterwards is still counted. */
    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            group.release();
        }
    }

    final C cells() {
        return closed ? cellsAfterClose() : cells;
    }

    final SeriesGroup<C> group() {
        return group;
    }

    private C cellsAfterClose() {
        SeriesGroup<C> current = group.current();
        if (current != group) {
            group = current;
            cells = current.cells(loop);
        }
        return cells;
    }
}
