package dev.fairlead.metrics;

import java.util.List;
import java.util.SortedMap;

/**
 * The metrics of one event loop: every method, and every handle it gives, belongs to that loop.
 *
 * <p>Resolve a handle when the thing it counts comes into being, and close it when that goes. Two
 * handles of the same labels share their cells. Resolving never fails for want of room: beyond the
 * cap, handles count in the overflow series.
 *
 * <p>Labels come from configuration and discovery, never from a request. These are optional: {@code
 * authority}, {@code dst_*} and {@code rt_*} are there where the endpoint or route has them, and
 * {@code status_code} is absent if no response came.
 */
public final class LoopMetrics {
    private final SeriesTables tables;
    private final int loop;

    LoopMetrics(SeriesTables tables, int loop) {
        this.tables = tables;
        this.loop = loop;
    }

    /**
     * Requests of a route as the client sees them: {@code route_request_total}, {@code
     * route_response_total} and {@code route_response_latency_ms}. An inbound route shows at zero,
     * an outbound one from its first request on.
     *
     * @param dst authority of the service with its port
     * @param routeLabels labels of the route, without their prefix {@code rt_}; empty for the
     *     default route
     */
    public HttpMeters route(
            Direction direction, String dst, SortedMap<String, String> routeLabels) {
        return new HttpMeters(tables.route().hold(routeText(direction, dst, routeLabels)), loop);
    }

    /**
     * Attempts of a route, retries too: {@code route_actual_request_total}, {@code
     * route_actual_response_total}.
     */
    public HttpMeters routeActual(
            Direction direction, String dst, SortedMap<String, String> routeLabels) {
        return new HttpMeters(
                tables.routeActual().hold(routeText(direction, dst, routeLabels)), loop);
    }

    /** Retries of a route: {@code route_retryable_total} and {@code route_retry_total}. */
    public RetryMeters retries(
            Direction direction, String dst, SortedMap<String, String> routeLabels) {
        return new RetryMeters(tables.retries().hold(routeText(direction, dst, routeLabels)), loop);
    }

    /**
     * Requests to an endpoint: {@code request_total}, {@code response_total} and {@code
     * response_latency_ms}.
     */
    public HttpMeters endpoint(EndpointLabels labels) {
        return new HttpMeters(tables.endpoint().hold(labels.text()), loop);
    }

    /** Connections: the {@code tcp_} families. */
    public TransportMeters transport(TransportLabels labels) {
        return new TransportMeters(tables.transport().hold(labels.text()), loop);
    }

    /**
     * A counter that is none of the above.
     *
     * @param labelValues a value for each of {@link ProxyMeter#labels}, in that order
     * @throws IllegalArgumentException for a meter that is no plain counter, or another number of
     *     values
     */
    public Counter counter(ProxyMeter meter, String... labelValues) {
        return new Counter(
                tables.counter(meter).hold(LabelText.of(meter, List.of(labelValues))), loop);
    }

    /**
     * A histogram of durations that is none of the above.
     *
     * @param labelValues a value for each of {@link ProxyMeter#labels}, in that order
     * @throws IllegalArgumentException for a meter that is no plain histogram, or another number of
     *     values
     */
    public Histogram histogram(ProxyMeter meter, String... labelValues) {
        return new Histogram(
                tables.histogram(meter).hold(LabelText.of(meter, List.of(labelValues))), loop);
    }

    private static String routeText(
            Direction direction, String dst, SortedMap<String, String> routeLabels) {
        return new LabelText()
                .add("direction", direction.label())
                .add("dst", dst)
                .addAll("rt_", routeLabels)
                .toString();
    }
}
