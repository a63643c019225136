package dev.fairlead.metrics;

/**
 * Connections of one label set and their bytes; the {@code tcp_} families. Belongs to the loop that
 * resolved it.
 */
public final class TransportMeters extends Handle<TransportCells> {
    TransportMeters(SeriesGroup<TransportCells> group, int loop) {
        super(group, loop);
    }

    /** Counts a connection that opened. */
    public void opened() {
        cells().opened();
    }

    /**
     * Counts the end of a connection that was counted as opened.
     *
     * @param errno empty for a clean end, else the symbol of the error, such as {@code ECONNRESET};
     *     an unknown one counts as {@code OTHER}
     */
    public void closed(String errno) {
        cells().closed(errno);
    }

    /** Counts bytes that came from the peer. */
    public void read(long bytes) {
        cells().read(bytes);
    }

    /** Counts bytes that went to the peer. */
    public void written(long bytes) {
        cells().written(bytes);
    }
}
