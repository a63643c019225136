package dev.fairlead.metrics;

/** What one loop counts of requests and responses with one label set. */
final class HttpCells implements Cells {
    private final SeriesGroup<HttpCells> group;
    private final int loop;
    private final boolean timed;
    private final Cell requests = new Cell();
    private final CellTable<Cell> responses = new CellTable<>();
    private final CellTable<HistogramCells> latencies = new CellTable<>();

    /**
     * @param timed whether there is a latency histogram
     */
    HttpCells(SeriesGroup<HttpCells> group, int loop, boolean timed) {
        this.group = group;
        this.loop = loop;
        this.timed = timed;
    }

    void request() {
        requests.add(1);
    }

    void latency(int status, long millis) {
        int key = ClassKey.latency(status);
        if (timed && ClassKey.status(key) != ClassKey.NO_STATUS) {
            latencyCells(key).record(millis);
        }
    }

    void response(int status, ResponseOutcome outcome) {
        int key = ClassKey.response(status, outcome);
        Cell cell = responses.get(key);
        if (cell == null) {
            cell = firstResponse(key);
        }
        cell.add(1);
    }

    long requests() {
        return requests.get();
    }

    /** Responses of a class; 0 for one that this loop has not seen. */
    long responses(int key) {
        Cell cell = responses.get(key);
        return cell == null ? 0 : cell.get();
    }

    /** Adds the latencies of a status to {@code sums}, see {@link HistogramCells#addTo}. */
    void addLatencies(int key, long[] sums) {
        HistogramCells cells = latencies.get(key);
        if (cells != null) {
            cells.addTo(sums);
        }
    }

    @Override
    public int loop() {
        return loop;
    }

    @Override
    public long total() {
        long total = requests.get();
        for (int key : group.classes()) {
            HistogramCells timed = ClassKey.isLatency(key) ? latencies.get(key) : null;
            total += timed == null ? responses(key) : timed.total();
        }
        return total;
    }

    private Cell firstResponse(int key) {
        if (timed && ClassKey.status(key) != ClassKey.NO_STATUS) {
            // A class that is counted has a histogram, be it empty, so that rates divide by
            // something that is there.
            latencyCells(ClassKey.latency(ClassKey.status(key)));
        }
        return responses.add(key, group.admits(key) ? new Cell() : overflow().overflowResponse());
    }

    private HistogramCells latencyCells(int key) {
        HistogramCells cells = latencies.get(key);
        if (cells == null) {
            cells =
                    latencies.add(
                            key, group.admits(key) ? newLatency() : overflow().overflowLatency());
        }
        return cells;
    }

    private HttpCells overflow() {
        return group.overflow().cells(loop);
    }

    private Cell overflowResponse() {
        Cell cell = responses.get(ClassKey.OVERFLOW_RESPONSE);
        return cell == null ? responses.add(ClassKey.OVERFLOW_RESPONSE, new Cell()) : cell;
    }

    private HistogramCells overflowLatency() {
        HistogramCells cells = latencies.get(ClassKey.OVERFLOW_LATENCY);
        return cells == null ? latencies.add(ClassKey.OVERFLOW_LATENCY, newLatency()) : cells;
    }

    private HistogramCells newLatency() {
        return new HistogramCells(loop, Buckets.LATENCY_MS);
    }
}
