package dev.fairlead.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The table of every family that is counted in cells. Thread-safe, except that scrapes take turns.
 */
final class SeriesTables {
    private final SeriesBudget budget;
    private final Limits limits;
    private final List<SeriesTable<?>> all = new ArrayList<>();
    private final SeriesTable<HttpCells> endpoint;
    private final SeriesTable<HttpCells> route;
    private final SeriesTable<HttpCells> routeActual;
    private final SeriesTable<RetryCells> retries;
    private final SeriesTable<TransportCells> transport;
    private final Map<ProxyMeter, SeriesTable<CounterCells>> counters =
            new EnumMap<>(ProxyMeter.class);
    private final Map<ProxyMeter, SeriesTable<HistogramCells>> histograms =
            new EnumMap<>(ProxyMeter.class);

    SeriesTables(SeriesBudget budget, Limits limits) {
        this.budget = budget;
        this.limits = limits;
        endpoint = table(SeriesShape.ENDPOINT, (group, loop) -> new HttpCells(group, loop, true));
        route = table(SeriesShape.ROUTE, (group, loop) -> new HttpCells(group, loop, true));
        routeActual =
                table(SeriesShape.ROUTE_ACTUAL, (group, loop) -> new HttpCells(group, loop, false));
        retries = table(SeriesShape.RETRIES, RetryCells::new);
        transport = table(SeriesShape.TRANSPORT, TransportCells::new);
        for (ProxyMeter meter : ProxyMeter.values()) {
            if (meter.source() == MeterSource.COUNTER) {
                counters.put(
                        meter,
                        table(SeriesShape.plain(meter), (group, loop) -> new CounterCells(loop)));
            } else if (meter.source() == MeterSource.HISTOGRAM) {
                histograms.put(meter, table(SeriesShape.plain(meter), SeriesTables::newHistogram));
            }
        }
    }

    SeriesTable<HttpCells> endpoint() {
        return endpoint;
    }

    SeriesTable<HttpCells> route() {
        return route;
    }

    SeriesTable<HttpCells> routeActual() {
        return routeActual;
    }

    SeriesTable<RetryCells> retries() {
        return retries;
    }

    SeriesTable<TransportCells> transport() {
        return transport;
    }

    /** The table of the requests and responses that a meter shows a part of. */
    SeriesTable<HttpCells> http(ProxyMeter meter) {
        return switch (meter) {
            case REQUEST, RESPONSE, RESPONSE_LATENCY -> endpoint;
            case ROUTE_REQUEST, ROUTE_RESPONSE, ROUTE_RESPONSE_LATENCY -> route;
            case ROUTE_ACTUAL_REQUEST, ROUTE_ACTUAL_RESPONSE -> routeActual;
            default -> throw unexpected(meter, "of HTTP requests and responses");
        };
    }

    SeriesTable<CounterCells> counter(ProxyMeter meter) {
        SeriesTable<CounterCells> table = counters.get(meter);
        if (table == null) {
            throw unexpected(meter, "a plain counter");
        }
        return table;
    }

    SeriesTable<HistogramCells> histogram(ProxyMeter meter) {
        SeriesTable<HistogramCells> table = histograms.get(meter);
        if (table == null) {
            throw unexpected(meter, "a plain histogram");
        }
        return table;
    }

    void observe(long nowNanos) {
        all.forEach(table -> table.observe(nowNanos));
    }

    void expire(long nowNanos) {
        all.forEach(table -> table.expire(nowNanos));
    }

    private <C extends Cells> SeriesTable<C> table(
            SeriesShape shape, SeriesTable.Factory<C> factory) {
        SeriesTable<C> table = new SeriesTable<>(shape, factory, budget, limits);
        all.add(table);
        return table;
    }

    private static HistogramCells newHistogram(SeriesGroup<HistogramCells> group, int loop) {
        return new HistogramCells(loop, Buckets.DETECT_SECONDS);
    }

    private static IllegalArgumentException unexpected(ProxyMeter meter, String expected) {
        return new IllegalArgumentException("meter: " + meter + " (expected: " + expected + ')');
    }
}
