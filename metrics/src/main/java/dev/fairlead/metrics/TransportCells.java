package dev.fairlead.metrics;

/** What one loop counts of the connections of one label set. */
final class TransportCells implements Cells {
    private final SeriesGroup<TransportCells> group;
    private final int loop;
    private final Cell opened = new Cell();
    private final Cell closed = new Cell();
    private final Cell read = new Cell();
    private final Cell written = new Cell();
    private final CellTable<Cell> ends = new CellTable<>();

    TransportCells(SeriesGroup<TransportCells> group, int loop) {
        this.group = group;
        this.loop = loop;
    }

    void opened() {
        opened.add(1);
    }

    void closed(String errno) {
        int key = Errno.index(errno);
        Cell cell = ends.get(key);
        if (cell == null) {
            cell = firstEnd(key);
        }
        cell.add(1);
        closed.add(1);
    }

    void read(long bytes) {
        read.add(bytes);
    }

    void written(long bytes) {
        written.add(bytes);
    }

    long openedTotal() {
        return opened.get();
    }

    /** Connections open now: closings are read first, so that the difference is never negative. */
    long open() {
        long ended = closed.get();
        return opened.get() - ended;
    }

    long readTotal() {
        return read.get();
    }

    long writtenTotal() {
        return written.get();
    }

    /** Connections that ended so; 0 for an end that this loop has not seen. */
    long ends(int key) {
        Cell cell = ends.get(key);
        return cell == null ? 0 : cell.get();
    }

    @Override
    public int loop() {
        return loop;
    }

    @Override
    public long total() {
        return opened.get() + closed.get() + read.get() + written.get();
    }

    private Cell firstEnd(int key) {
        return ends.add(
                key, group.admits(key) ? new Cell() : group.overflow().cells(loop).overflowEnd());
    }

    private Cell overflowEnd() {
        Cell cell = ends.get(ClassKey.OVERFLOW_RESPONSE);
        return cell == null ? ends.add(ClassKey.OVERFLOW_RESPONSE, new Cell()) : cell;
    }
}
