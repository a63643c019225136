package dev.fairlead.metrics;

/**
 * What became of failed attempts that might be repeated.
 *
 * @param retryable all of them
 * @param skipped those that the budget refused
 */
record RetryCells(int loop, Cell retryable, Cell skipped) implements Cells {
    RetryCells(int loop) {
        this(loop, new Cell(), new Cell());
    }

    @Override
    public long total() {
        return retryable.get();
    }
}
