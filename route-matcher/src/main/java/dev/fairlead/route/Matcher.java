package dev.fairlead.route;

import java.util.List;

/** Finds the first route that matches. */
final class Matcher {

    private final Predicate[] predicates;

    private Matcher(Predicate[] predicates) {
        this.predicates = predicates;
    }

    static Matcher of(List<RouteSpec> routes) {
        return new Matcher(
                routes.stream()
                        .map(route -> Predicate.of(route.condition()))
                        .toArray(Predicate[]::new));
    }

    /** Index of the first match for {@code path[0, end)}, or -1. */
    int first(CharSequence method, CharSequence path, int end) {
        CharSequence bare = end == path.length() ? path : path.subSequence(0, end);
        for (int i = 0; i < predicates.length; i++) {
            if (predicates[i].holds(method, bare)) {
                return i;
            }
        }
        return -1;
    }
}
