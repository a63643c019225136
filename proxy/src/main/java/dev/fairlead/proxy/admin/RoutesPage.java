package dev.fairlead.proxy.admin;

import java.util.List;

/** The profiles in force, with what their routes counted. Called on any thread. */
public interface RoutesPage {
    /** A profile for each service and direction that has seen a request or is followed. */
    List<Profile> profiles();

    /** What cannot be used at the moment; the last good value stays in force. */
    List<Invalid> invalid();

    /**
     * A profile as it is applied.
     *
     * @param direction {@code inbound} or {@code outbound}
     * @param service {@code books.default.svc.cluster.local:7002}
     * @param namespace the namespace whose profile won; empty without a profile
     * @param source where it was read from; empty without a profile
     * @param overrides where requests for the service go instead; empty if they are not split
     * @param routes in the order they are tried, the default route last
     */
    record Profile(
            String direction,
            String service,
            String namespace,
            String source,
            List<Target> overrides,
            List<Route> routes) {
        public Profile {
            overrides = List.copyOf(overrides);
            routes = List.copyOf(routes);
        }
    }

    /**
     * A target of a traffic split.
     *
     * @param authority {@code books-v2.default.svc.cluster.local:7002}
     * @param weight in ten-thousandths: 10000 is written as {@code 1}
     */
    record Target(String authority, long weight) {}

    /**
     * A route.
     *
     * @param name empty for the default route
     * @param requests how many matched it
     * @param successes how many of the answered ones were a success
     * @param failures how many were not
     */
    record Route(String name, long requests, long successes, long failures) {}

    /**
     * Something that cannot be used.
     *
     * @param source the file, or the name of the resource
     * @param problem one line for a person
     */
    record Invalid(String source, String problem) {}
}
