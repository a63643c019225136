package dev.fairlead.route;

import java.util.List;
import java.util.Optional;

/** The routes of one profile, compiled. Immutable; matched on any thread. */
public final class RouteTable {

    private static final RouteTable EMPTY =
            new RouteTable(
                    new ServiceProfile("", "", List.of(), Optional.empty(), List.of()),
                    MissReason.NO_ROUTES);
    private static final RouteTable NO_PROFILE =
            new RouteTable(EMPTY.profile, MissReason.NO_PROFILE);

    private final ServiceProfile profile;
    private final List<Route> routes;
    private final RouteMatch[] hits;
    private final RouteMatch miss;
    private final Matcher matcher;

    private RouteTable(ServiceProfile profile, MissReason missReason) {
        this.profile = profile;
        this.routes = numbered(profile.routes());
        this.hits = routes.stream().map(RouteMatch.Hit::new).toArray(RouteMatch[]::new);
        this.miss = new RouteMatch.Miss(missReason);
        this.matcher = Matcher.of(profile.routes());
    }

    /**
     * Compiles a validated profile.
     *
     * @throws IllegalArgumentException when a path expression is none for RE2
     */
    public static RouteTable compile(ServiceProfile profile) {
        return new RouteTable(
                profile, profile.routes().isEmpty() ? MissReason.NO_ROUTES : MissReason.NO_ROUTE);
    }

    /** A table without routes: every match is a miss for {@link MissReason#NO_ROUTES}. */
    public static RouteTable empty() {
        return EMPTY;
    }

    /** Where no profile is known: every match is a miss for {@link MissReason#NO_PROFILE}. */
    public static RouteTable noProfile() {
        return NO_PROFILE;
    }

    /**
     * Finds the first route, in the order of the profile, whose condition holds. Does not allocate
     * when only trie routes come into question.
     *
     * @param method compared exactly
     * @param path as on the wire, not decoded; what follows the first {@code ?} or {@code #} is not
     *     looked at; {@code *} and an empty path (CONNECT) are legal
     */
    public RouteMatch match(CharSequence method, CharSequence path) {
        int index = matcher.first(method, path, pathEnd(path));
        return index < 0 ? miss : hits[index];
    }

    /** All routes in the order of the profile. */
    public List<Route> routes() {
        return routes;
    }

    /** What the table was made from; a profile without name for the two constant tables. */
    public ServiceProfile profile() {
        return profile;
    }

    private static int pathEnd(CharSequence path) {
        int length = path.length();
        for (int i = 0; i < length; i++) {
            char c = path.charAt(i);
            if (c == '?' || c == '#') {
                return i;
            }
        }
        return length;
    }

    private static List<Route> numbered(List<RouteSpec> specs) {
        Route[] numbered = new Route[specs.size()];
        for (int i = 0; i < numbered.length; i++) {
            numbered[i] = new Route(i, specs.get(i));
        }
        return List.of(numbered);
    }
}
