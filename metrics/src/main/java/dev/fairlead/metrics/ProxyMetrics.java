package dev.fairlead.metrics;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

/** The metrics of one proxy process. Thread-safe. */
public final class ProxyMetrics {
    private final FunctionTable functions;
    private final SeriesTables tables;
    private final ScrapePage page;
    private final AtomicInteger loops = new AtomicInteger();

    private ProxyMetrics(Limits limits) {
        SeriesBudget budget = new SeriesBudget(limits.maxSeries());
        functions = new FunctionTable(budget);
        functions.registerUncounted(ProxyMeter.METRICS_SERIES, "", budget::used);
        functions.registerUncounted(ProxyMeter.METRICS_SERIES_LIMIT, "", budget::max);
        functions.registerUncounted(ProxyMeter.METRICS_SERIES_REFUSED, "", budget::refused);
        tables = new SeriesTables(budget, limits);
        page = new ScrapePage(tables, functions, limits.nanoTime());
    }

    /** Metrics without any series but those of the process. */
    public static ProxyMetrics create(Limits limits) {
        return new ProxyMetrics(limits);
    }

    /**
     * The cells of one more event loop: ask once per loop, and keep the answer as long as the loop
     * runs.
     */
    public LoopMetrics forLoop() {
        return new LoopMetrics(tables, loops.getAndIncrement());
    }

    /**
     * Puts a gauge on the page. Gauges of the same labels are summed, so that each loop may
     * register its part.
     *
     * @param labelValues a value for each of {@link ProxyMeter#labels}, in that order
     * @param value asked at each scrape, on the scraping thread; it must not block
     * @throws IllegalArgumentException for a meter that is no such gauge, or another number of
     *     values
     */
    public Registration gauge(ProxyMeter meter, List<String> labelValues, DoubleSupplier value) {
        if (meter.source() != MeterSource.FUNCTION || meter.type() != MeterType.GAUGE) {
            throw new IllegalArgumentException("meter: " + meter + " (expected: a plain gauge)");
        }
        return functions.register(meter, LabelText.of(meter, labelValues), value);
    }

    /** The page that is scraped; always the same object. */
    public ScrapePage page() {
        return page;
    }
}
