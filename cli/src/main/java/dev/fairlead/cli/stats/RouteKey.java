package dev.fairlead.cli.stats;

import java.util.Comparator;

/**
 * Which route's counters are meant.
 *
 * @param direction {@code inbound} or {@code outbound}
 * @param dst the service and port that requests were sent to: {@code
 *     books.default.svc.cluster.local:7002}
 * @param route the name in the profile, or {@link #DEFAULT_ROUTE}
 */
public record RouteKey(String direction, String dst, String route) implements Comparable<RouteKey> {
    /** Requests that match no route have no {@code rt_route} label; this stands for them. */
    public static final String DEFAULT_ROUTE = "[DEFAULT]";

    private static final Comparator<RouteKey> ORDER =
            Comparator.comparing(RouteKey::direction)
                    .thenComparing(key -> key.service() + key.route())
                    .thenComparing(RouteKey::dst);

    static RouteKey of(Sample sample) {
        String route = sample.label("rt_route");
        return new RouteKey(
                sample.label("direction"),
                sample.label("dst"),
                route.isEmpty() ? DEFAULT_ROUTE : route);
    }

    /** The first label of the service's name: {@code books}. */
    public String service() {
        return dst.split("[.:]", 2)[0];
    }

    @Override
    public int compareTo(RouteKey other) {
        return ORDER.compare(this, other);
    }
}
