package dev.fairlead.route;

/** The answer to "which route does this request take?". Instances are made once per table. */
public sealed interface RouteMatch {

    /** The first route of the profile whose condition holds. */
    record Hit(Route route) implements RouteMatch {}

    /** No route; the default rules apply. */
    record Miss(MissReason reason) implements RouteMatch {}
}
