package dev.fairlead.metrics;

/** What one event loop counts for one label set. */
sealed interface Cells permits CounterCells, HistogramCells, HttpCells, RetryCells, TransportCells {
    /** Number of the loop that writes. */
    int loop();

    /** A number that differs from an earlier one if anything was counted in between. */
    long total();
}
