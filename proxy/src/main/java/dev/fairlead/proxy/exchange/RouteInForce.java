package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.HttpMeters;
import dev.fairlead.metrics.RetryMeters;
import dev.fairlead.metrics.RetryOutcome;
import dev.fairlead.route.ResponseClasses;
import dev.fairlead.route.Route;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One route of a destination on this loop, with its meters; or the default route, for what no route
 * matches. An outbound route resolves its meters with its first request, as its series appear then.
 */
final class RouteInForce {
    private final LoopSide side;
    private final @Nullable String dst;
    private final @Nullable Route route;
    private final Classifier classifier;
    private final RetryPlan plan;

    /** Also read by the admin server. */
    private volatile @Nullable HttpMeters effective;

    private boolean resolved;
    private @Nullable HttpMeters actual;
    private @Nullable RetryMeters retries;

    /**
     * @param dst the label {@code dst}; null if the service is nobody's, which is not counted
     * @param route null for the default route
     */
    RouteInForce(LoopSide side, @Nullable String dst, @Nullable Route route) {
        this.side = side;
        this.dst = dst;
        this.route = route;
        this.classifier =
                new Classifier(route == null ? ResponseClasses.NONE : route.responseClasses());
        this.plan = side.direction() == Direction.INBOUND ? RetryPlan.NONE : RetryPlan.of(route);
        if (side.direction() == Direction.INBOUND && route != null) {
            resolve();
        }
    }

    private void resolve() {
        if (resolved || dst == null) {
            return;
        }
        resolved = true;
        SortedMap<String, String> labels =
                route == null ? Collections.emptySortedMap() : route.metricLabels();
        effective = side.metrics().route(side.direction(), dst, labels);
        if (side.direction() == Direction.OUTBOUND) {
            actual = side.metrics().routeActual(side.direction(), dst, labels);
            retries = side.metrics().retries(side.direction(), dst, labels);
        }
    }

    Optional<Route> route() {
        return Optional.ofNullable(route);
    }

    Classifier classifier() {
        return classifier;
    }

    /** How often and for how long its requests are sent. */
    RetryPlan plan() {
        return plan;
    }

    /** Whether nothing but the request itself decides how it goes: the inbound side. */
    boolean isSentOnce() {
        return side.direction() == Direction.INBOUND;
    }

    /** Counts a failed attempt that another follows. */
    void retried() {
        if (retries != null) {
            retries.retried();
        }
    }

    /** Counts a failed attempt that another would follow, if the budget allowed. */
    void retrySkippedForBudget() {
        if (retries != null) {
            retries.skippedNoBudget();
        }
    }

    /** Counts what became of a request that failed at least once. */
    void fate(RetryOutcome outcome) {
        if (retries != null) {
            retries.fate(outcome);
        }
    }

    /** Starts to record a request as its client sees it. */
    ResponseRecorder effective(boolean grpcRequest, long nowNanos) {
        resolve();
        return new ResponseRecorder(effective, null, classifier, grpcRequest, nowNanos);
    }

    /** Starts to record one attempt at it. */
    ResponseRecorder actual(HttpMeters endpoint, boolean grpcRequest, long nowNanos) {
        return new ResponseRecorder(endpoint, actual, classifier, grpcRequest, nowNanos);
    }

    /** What it counted so far, over all loops. Any thread. */
    RouteReport.Row report() {
        HttpMeters meters = effective;
        String name = route == null ? "" : route.name();
        return meters == null
                ? new RouteReport.Row(name, 0, 0, 0)
                : new RouteReport.Row(
                        name, meters.requests(), meters.successes(), meters.failures());
    }

    /** Lets the series go once they are idle; exchanges in flight still count in them. */
    void close() {
        HttpMeters meters = effective;
        if (meters != null) {
            meters.close();
        }
        if (actual != null) {
            actual.close();
        }
        if (retries != null) {
            retries.close();
        }
    }
}
