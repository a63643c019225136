package dev.fairlead.metrics;

/** What one loop counts of the failed attempts of one route, and of the requests they belong to. */
final class RetryCells implements Cells {
    private final SeriesGroup<RetryCells> group;
    private final int loop;
    private final Cell retryable = new Cell();
    private final Cell skipped = new Cell();
    private final Cell settled = new Cell();
    private final CellTable<Cell> fates = new CellTable<>();

    RetryCells(SeriesGroup<RetryCells> group, int loop) {
        this.group = group;
        this.loop = loop;
    }

    void retryable() {
        retryable.add(1);
    }

    void skipped() {
        skipped.add(1);
    }

    void fate(RetryOutcome outcome) {
        int key = outcome.index();
        Cell cell = fates.get(key);
        if (cell == null) {
            cell = firstFate(key);
        }
        cell.add(1);
        settled.add(1);
    }

    /** Attempts that might be repeated. */
    long retryableTotal() {
        return retryable.get();
    }

    /** Those of them that the budget refused. */
    long skippedTotal() {
        return skipped.get();
    }

    /** Requests of a fate; 0 for one that this loop has not seen. */
    long fates(int key) {
        Cell cell = fates.get(key);
        return cell == null ? 0 : cell.get();
    }

    @Override
    public int loop() {
        return loop;
    }

    @Override
    public long total() {
        return retryable.get() + settled.get();
    }

    private Cell firstFate(int key) {
        return fates.add(
                key, group.admits(key) ? new Cell() : group.overflow().cells(loop).overflowFate());
    }

    private Cell overflowFate() {
        Cell cell = fates.get(ClassKey.OVERFLOW_RESPONSE);
        return cell == null ? fates.add(ClassKey.OVERFLOW_RESPONSE, new Cell()) : cell;
    }
}
