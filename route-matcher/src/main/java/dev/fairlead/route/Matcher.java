package dev.fairlead.route;

import dev.fairlead.route.match.Guard;
import dev.fairlead.route.match.PatternTree;
import dev.fairlead.route.match.SegmentTrie;
import dev.fairlead.route.match.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the first route that takes a request, without trying one route after the other.
 *
 * <p>Each condition is brought into clauses of a method set and a path expression, and each
 * expression into patterns of segments. What these decide alone goes into the first trie; a walk
 * through it costs the same with ten routes and with ten thousand. What is left goes into the
 * second trie, by as many segments as can be told, with the compiled condition as a guard: it is
 * only asked where method and segments fit and its index is below what the first trie found.
 */
final class Matcher {

    private final MethodTable methods;
    private final SegmentTrie plain;
    private final SegmentTrie guarded;

    private Matcher(MethodTable methods, SegmentTrie plain, SegmentTrie guarded) {
        this.methods = methods;
        this.plain = plain;
        this.guarded = guarded;
    }

    /**
     * Compiles the routes' conditions.
     *
     * @throws IllegalArgumentException when an expression is none for RE2
     */
    static Matcher of(List<RouteSpec> routes) {
        Set<String> names = new HashSet<>();
        routes.forEach(route -> methodNames(route.condition()).forEach(names::add));
        MethodTable methods = new MethodTable(names);
        PatternTree plain = new PatternTree();
        PatternTree guarded = new PatternTree();
        for (int i = 0; i < routes.size(); i++) {
            RequestCondition condition = routes.get(i).condition();
            Plan plan = Plan.of(condition);
            Optional<Guard> guard =
                    plan.isExact()
                            ? Optional.empty()
                            : Optional.of(Predicate.of(condition, methods));
            for (Plan.Place place : plan.places()) {
                Optional<Guard> open = place.exact() ? Optional.empty() : guard;
                (place.exact() ? plain : guarded)
                        .add(place.pattern(), new Target(i, methods.set(place.methods()), open));
            }
        }
        return new Matcher(methods, plain.freeze(), guarded.freeze());
    }

    private static Stream<String> methodNames(RequestCondition condition) {
        return switch (condition) {
            case RequestCondition.All(List<RequestCondition> of) ->
                    of.stream().flatMap(Matcher::methodNames);
            case RequestCondition.Any(List<RequestCondition> of) ->
                    of.stream().flatMap(Matcher::methodNames);
            case RequestCondition.Not(RequestCondition of) -> methodNames(of);
            case RequestCondition.Method(String name) -> Stream.of(name);
            case RequestCondition.PathRegex(String regex) -> Stream.empty();
        };
    }

    /** Index of the first route that takes the request with {@code path[0, end)}, or -1. */
    int first(CharSequence method, CharSequence path, int end) {
        int number = methods.number(method);
        int best = plain.first(path, end, number, Integer.MAX_VALUE);
        best = guarded.first(path, end, number, best);
        return best == Integer.MAX_VALUE ? -1 : best;
    }
}
