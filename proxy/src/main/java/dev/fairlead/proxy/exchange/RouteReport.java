package dev.fairlead.proxy.exchange;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The routes in force on all loops, for people. Thread-safe: loops add and remove, the admin server
 * reads.
 */
public final class RouteReport {
    private final Set<RoutesInForce> inForce = ConcurrentHashMap.newKeySet();

    /**
     * The routes of one service in one direction.
     *
     * @param direction {@code inbound} or {@code outbound}
     * @param service name and port, as in the label {@code dst}
     * @param namespace of the profile; empty without one
     * @param source where the profile was read; empty without one
     * @param routes in the order they are tried, the default route last
     */
    public record Service(
            String direction, String service, String namespace, String source, List<Row> routes) {
        public Service {
            routes = List.copyOf(routes);
        }
    }

    /**
     * One route, counted over all loops.
     *
     * @param name empty for the default route
     * @param requests as clients see them, without retries
     */
    public record Row(String name, long requests, long successes, long failures) {}

    void add(RoutesInForce routes) {
        inForce.add(routes);
    }

    void remove(RoutesInForce routes) {
        inForce.remove(routes);
    }

    /** One entry per service and direction, sorted. */
    public List<Service> services() {
        return inForce.stream()
                .flatMap(routes -> routes.report().stream())
                .collect(
                        Collectors.toMap(
                                service -> service.direction() + " " + service.service(),
                                service -> service,
                                (one, same) -> one, // each loop has it, with the same sums
                                TreeMap::new))
                .values()
                .stream()
                .toList();
    }
}
