package dev.fairlead.route;

import dev.fairlead.route.match.PathPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the requests of one route are to be found.
 *
 * @param places the route takes no request that fits none of them
 */
record Plan(List<Place> places) {

    /**
     * Requests with certain methods and a certain look of the path.
     *
     * @param exact whether the route takes all of them; otherwise its condition must be asked
     */
    record Place(MethodNames methods, PathPattern pattern, boolean exact) {}

    Plan {
        places = List.copyOf(places);
    }

    static Plan of(RequestCondition condition) {
        return Clause.of(condition)
                .map(Plan::of)
                .orElseGet(() ->
                        new Plan(List.of(new Place(MethodNames.ANY, PathPattern.ANYTHING, false))));
    }

    private static Plan of(List<Clause> clauses) {
        List<Place> places = new ArrayList<>();
        for (Clause clause : clauses) {
            for (PathPattern pattern : patterns(clause)) {
                boolean exact = clause.isPlain() && pattern.exact();
                places.add(new Place(clause.methods(), pattern, exact));
            }
        }
        return new Plan(places);
    }

    /** Of several expressions the one that leaves the fewest paths: most segments, fewest ways. */
    private static List<PathPattern> patterns(Clause clause) {
        List<PathPattern> best = List.of(PathPattern.ANYTHING);
        int most = -1;
        for (String regex : clause.matching()) {
            List<PathPattern> patterns = PathPattern.of(regex);
            int depth = patterns.stream().mapToInt(p -> p.steps().size()).min().orElse(0);
            if (depth > most) {
                most = depth;
                best = patterns;
            }
        }
        return best;
    }

    boolean isExact() {
        return places.stream().allMatch(Place::exact);
    }
}
