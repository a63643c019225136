package dev.fairlead.metrics;

import java.io.IOException;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Writes each family of the catalogue, in its order, from where its numbers come from. */
final class FamilyWriter {
    private final SampleWriter out;
    private final SeriesTables tables;
    private final FunctionTable functions;

    FamilyWriter(SampleWriter out, SeriesTables tables, FunctionTable functions) {
        this.out = out;
        this.tables = tables;
        this.functions = functions;
    }

    void writeAll() throws IOException {
        for (ProxyMeter meter : ProxyMeter.values()) {
            out.family(meter);
            write(meter);
        }
    }

    private void write(ProxyMeter meter) throws IOException {
        switch (meter.source()) {
            case COUNTER -> sums(tables.counter(meter), CounterCells::total);
            case HISTOGRAM -> histograms(tables.histogram(meter));
            case FUNCTION -> functions(meter);
            case HTTP_REQUESTS -> sums(tables.http(meter), HttpCells::requests);
            case HTTP_LATENCIES -> latencies(tables.http(meter));
            case HTTP_RESPONSES -> responses(tables.http(meter));
            case RETRIES -> retries();
            case RETRY_FATES -> fates();
            case TCP_OPENED -> sums(tables.transport(), TransportCells::openedTotal);
            case TCP_OPEN -> sums(tables.transport(), TransportCells::open);
            case TCP_READ -> sums(tables.transport(), TransportCells::readTotal);
            case TCP_WRITTEN -> sums(tables.transport(), TransportCells::writtenTotal);
            case TCP_CLOSED -> ends();
            case RUNTIME -> {
                // Micrometer's families follow ours.
            }
        }
    }

    private <C extends Cells> void sums(SeriesTable<C> table, ToLongFunction<C> value)
            throws IOException {
        for (SeriesGroup<C> group : table.shown()) {
            out.sample(group.labels(), group.sum(value));
        }
    }

    private void functions(ProxyMeter meter) throws IOException {
        for (Map.Entry<String, Double> value : functions.values(meter).entrySet()) {
            out.sample("", value.getKey(), Numbers.text(value.getValue()));
        }
    }

    private void histograms(SeriesTable<HistogramCells> table) throws IOException {
        for (SeriesGroup<HistogramCells> group : table.shown()) {
            long[] sums = new long[Buckets.DETECT_SECONDS.count() + 1];
            group.byLoop().forEach(cells -> cells.addTo(sums));
            out.histogram(group.labels(), Buckets.DETECT_SECONDS, sums);
        }
    }

    private void latencies(SeriesTable<HttpCells> table) throws IOException {
        for (SeriesGroup<HttpCells> group : table.shown()) {
            for (int key : group.classes()) {
                if (ClassKey.isLatency(key)) {
                    long[] sums = new long[Buckets.LATENCY_MS.count() + 1];
                    group.byLoop().forEach(cells -> cells.addLatencies(key, sums));
                    String labels = SampleWriter.join(group.labels(), ClassLabels.status(key));
                    out.histogram(labels, Buckets.LATENCY_MS, sums);
                }
            }
        }
    }

    private void responses(SeriesTable<HttpCells> table) throws IOException {
        for (SeriesGroup<HttpCells> group : table.shown()) {
            for (int key : group.classes()) {
                if (!ClassKey.isLatency(key)) {
                    String labels = SampleWriter.join(group.labels(), ClassLabels.response(key));
                    out.sample(labels, group.sum(cells -> cells.responses(key)));
                }
            }
        }
    }

    private void retries() throws IOException {
        String skipped = LabelText.of("skipped", "no_budget");
        for (SeriesGroup<RetryCells> group : tables.retries().shown()) {
            out.sample(group.labels(), group.sum(RetryCells::retryableTotal));
            out.sample(
                    SampleWriter.join(group.labels(), skipped),
                    group.sum(RetryCells::skippedTotal));
        }
    }

    private void fates() throws IOException {
        for (SeriesGroup<RetryCells> group : tables.retries().shown()) {
            for (int key : group.classes()) {
                String labels = SampleWriter.join(group.labels(), ClassLabels.fate(key));
                out.sample(labels, group.sum(cells -> cells.fates(key)));
            }
        }
    }

    private void ends() throws IOException {
        for (SeriesGroup<TransportCells> group : tables.transport().shown()) {
            for (int key : group.classes()) {
                String labels = SampleWriter.join(group.labels(), ClassLabels.errno(key));
                out.sample(labels, group.sum(cells -> cells.ends(key)));
            }
        }
    }
}
