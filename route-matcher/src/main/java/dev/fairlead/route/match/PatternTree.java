package dev.fairlead.route.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Path patterns by segment while they are collected. Also finds out whether a pattern is covered by
 * the ones before it. Used by one thread.
 */
public final class PatternTree {

    final List<Target> here = new ArrayList<>();
    final Map<String, PatternTree> literals = new HashMap<>();
    final Map<Run, PatternTree> wilds = new LinkedHashMap<>();
    final Map<Run, List<Target>> tails = new LinkedHashMap<>();

    /** Adds a pattern. */
    public void add(PathPattern pattern, Target target) {
        PatternTree node = this;
        for (PathPattern.Step step : pattern.steps()) {
            node = step.child(node);
        }
        if (pattern.tail().isPresent()) {
            node.tails.computeIfAbsent(pattern.tail().get(), r -> new ArrayList<>()).add(target);
        } else {
            node.here.add(target);
        }
    }

    PatternTree child(String text) {
        return literals.computeIfAbsent(text, t -> new PatternTree());
    }

    PatternTree child(Run run) {
        return wilds.computeIfAbsent(run, r -> new PatternTree());
    }

    /** The same for matching. */
    public SegmentTrie freeze() {
        return new SegmentTrie(this);
    }

    /**
     * Looks for a pattern that fits every path on the wire that the given one fits.
     *
     * @param takesAll whether a target is wide enough otherwise
     * @return its smallest index; empty when none is found, which proves nothing
     */
    public OptionalInt covering(PathPattern pattern, Predicate<Target> takesAll) {
        int index = covering(pattern, 0, takesAll);
        return index == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(index);
    }

    private int covering(PathPattern pattern, int depth, Predicate<Target> takesAll) {
        int best = Integer.MAX_VALUE;
        List<Piece> rest = pattern.rest(depth);
        for (Map.Entry<Run, List<Target>> tail : tails.entrySet()) {
            if (tail.getKey().covers(rest)) {
                best = Math.min(best, least(tail.getValue(), takesAll));
            }
        }
        if (depth == pattern.steps().size()) {
            return best;
        }
        for (PatternTree child : fitting(pattern.steps().get(depth))) {
            boolean last = depth + 1 == pattern.steps().size() && pattern.tail().isEmpty();
            int found =
                    last
                            ? least(child.here, takesAll)
                            : child.covering(pattern, depth + 1, takesAll);
            best = Math.min(best, found);
        }
        return best;
    }

    private List<PatternTree> fitting(PathPattern.Step step) {
        List<PatternTree> children = new ArrayList<>();
        if (step instanceof PathPattern.Literal(String text) && literals.containsKey(text)) {
            children.add(literals.get(text));
        }
        List<Piece> segment = new ArrayList<>();
        step.addTo(segment);
        wilds.forEach((run, child) -> {
            if (run.covers(segment)) {
                children.add(child);
            }
        });
        return children;
    }

    private static int least(List<Target> targets, Predicate<Target> takesAll) {
        return targets.stream()
                .filter(takesAll)
                .mapToInt(Target::index)
                .min()
                .orElse(Integer.MAX_VALUE);
    }
}
