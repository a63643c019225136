package dev.fairlead.route;

import dev.fairlead.route.match.MethodSet;
import dev.fairlead.route.match.PatternTree;
import dev.fairlead.route.match.Target;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds routes that are never taken, because earlier ones match all of their requests.
 *
 * <p>Each place where a route's requests can be found is looked up among the places that earlier
 * routes take as a whole. That proves shadowing; not finding it proves nothing.
 */
public final class Shadowing {

    private static final MethodSet UNUSED = new MethodSet(new BitSet());

    private final PatternTree tree = new PatternTree();
    private final List<MethodNames> methods = new ArrayList<>();
    private final List<Integer> routes = new ArrayList<>();
    private final Map<Set<Clause>, Integer> conditions = new HashMap<>();

    private Shadowing() {}

    /**
     * A route that is never taken.
     *
     * @param route its index
     * @param by indexes of earlier routes that together take all of its requests, ascending
     */
    public record Shadow(int route, List<Integer> by) {
        public Shadow {
            by = List.copyOf(by);
        }
    }

    /** Every shadowed route that can be proved to be one, in order; never a false alarm. */
    public static List<Shadow> find(List<RouteSpec> routes) {
        Shadowing earlier = new Shadowing();
        List<Shadow> shadows = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            int index = i;
            RequestCondition condition = routes.get(i).condition();
            Plan plan = Plan.of(condition);
            earlier.covering(condition, plan)
                    .ifPresent(by -> shadows.add(new Shadow(index, List.copyOf(by))));
            earlier.add(index, condition, plan);
        }
        return shadows;
    }

    private Optional<Set<Integer>> covering(RequestCondition condition, Plan plan) {
        Integer same = Clause.of(condition).map(c -> conditions.get(Set.copyOf(c))).orElse(null);
        if (plan.places().isEmpty()) {
            return Optional.empty(); // takes nothing anyway
        }
        if (same != null) {
            return Optional.of(Set.of(same));
        }
        Set<Integer> by = new TreeSet<>();
        for (Plan.Place place : plan.places()) {
            OptionalInt found =
                    tree.covering(
                            place.pattern(),
                            target -> methods.get(target.index()).covers(place.methods()));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            by.add(routes.get(found.getAsInt()));
        }
        return Optional.of(by);
    }

    /** Here a target's index counts the places; each belongs to a route. */
    private void add(int index, RequestCondition condition, Plan plan) {
        for (Plan.Place place : plan.places()) {
            if (place.exact()) {
                tree.add(place.pattern(), new Target(methods.size(), UNUSED, Optional.empty()));
                methods.add(place.methods());
                routes.add(index);
            }
        }
        Clause.of(condition).ifPresent(c -> conditions.putIfAbsent(Set.copyOf(c), index));
    }
}
