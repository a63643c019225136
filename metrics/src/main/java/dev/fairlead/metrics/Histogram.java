package dev.fairlead.metrics;

import java.util.concurrent.TimeUnit;

/** One histogram of durations, shown in seconds. Belongs to the loop that resolved it. */
public final class Histogram extends Handle<HistogramCells> {
    Histogram(SeriesGroup<HistogramCells> group, int loop) {
        super(group, loop);
    }

    /**
     * @param nanos how long it took; counted in whole microseconds, a negative one as zero
     */
    public void record(long nanos) {
        cells().record(TimeUnit.NANOSECONDS.toMicros(nanos));
    }
}
