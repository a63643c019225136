package dev.fairlead.proxy.exchange;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The routes in force on all loops, for people. Thread-safe: loops add and remove, the admin server
 * reads.
 */
public final class RouteReport {
    private final Map<RoutesInForce, TrafficSplit> inForce = new ConcurrentHashMap<>();

    /**
     * The routes of one service in one direction.
     *
     * @param direction {@code inbound} or {@code outbound}
     * @param service name and port, as in the label {@code dst}
     * @param namespace of the profile; empty without one
     * @param source where the profile was read; empty without one
     * @param overrides where its requests go instead; empty if they go to the service itself
     * @param routes in the order they are tried, the default route last
     */
    public record Service(
            String direction,
            String service,
            String namespace,
            String source,
            List<Target> overrides,
            List<Row> routes) {
        public Service {
            overrides = List.copyOf(overrides);
            routes = List.copyOf(routes);
        }
    }

    /**
     * One target of a traffic split.
     *
     * @param authority name and port
     * @param weight in ten-thousandths of the written quantity, from 1
     */
    public record Target(String authority, long weight) {}

    /**
     * One route, counted over all loops.
     *
     * @param name empty for the default route
     * @param requests as clients see them, without retries
     */
    public record Row(String name, long requests, long successes, long failures) {}

    void add(RoutesInForce routes, TrafficSplit split) {
        inForce.put(routes, split);
    }

    void remove(RoutesInForce routes) {
        inForce.remove(routes);
    }

    /** One entry per service and direction, sorted. */
    public List<Service> services() {
        return inForce.entrySet().stream()
                .flatMap(entry -> entry.getKey().report(overrides(entry.getValue())).stream())
                .collect(
                        Collectors.toMap(
                                service -> service.direction() + " " + service.service(),
                                service -> service,
                                // each loop has it, with the same sums; who asked for one
                                // endpoint of it is not split
                                (one, same) -> one.overrides().isEmpty() ? same : one,
                                TreeMap::new))
                .values()
                .stream()
                .toList();
    }

    private static List<Target> overrides(TrafficSplit split) {
        return split.shares().stream()
                .map(share -> new Target(share.authority().toString(), share.weight()))
                .toList();
    }
}
