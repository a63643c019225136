package dev.fairlead.route;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One route in force. Immutable; identity is the place in its table. */
public final class Route {

    private final int index;
    private final RouteSpec spec;
    private final SortedMap<String, String> metricLabels;
    private final ResponseClasses responseClasses;
    private final Optional<Duration> timeout;

    Route(int index, RouteSpec spec) {
        this.index = index;
        this.spec = spec;
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("route", spec.name());
        this.metricLabels = Collections.unmodifiableSortedMap(labels);
        this.responseClasses = ResponseClasses.of(spec.responseClasses());
        this.timeout = spec.timeout().filter(Duration::isPositive);
    }

    /** Place in the profile, from 0; smaller ones win. */
    public int index() {
        return index;
    }

    /** The name as written; several routes may share one. */
    public String name() {
        return spec.name();
    }

    /** Labels of this route's meters without the prefix {@code rt_}: {@code {"route": name}}. */
    public SortedMap<String, String> metricLabels() {
        return metricLabels;
    }

    /** How responses of this route count. */
    public ResponseClasses responseClasses() {
        return responseClasses;
    }

    /** Whether a request that may have been processed may be sent again. */
    public boolean isRetryable() {
        return spec.retry().isRetryable();
    }

    /** The total time a request of this route may take; always positive. */
    public Optional<Duration> timeout() {
        return timeout;
    }

    /** How this route is retried. */
    public RetrySpec retry() {
        return spec.retry();
    }

    /** The route as written. */
    public RouteSpec spec() {
        return spec;
    }

    @Override
    public String toString() {
        return "Route[" + index + " " + spec.name() + "]";
    }
}
