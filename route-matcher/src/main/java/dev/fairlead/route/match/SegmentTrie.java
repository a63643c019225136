package dev.fairlead.route.match;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Path patterns by segment, frozen for matching. Immutable; asked on any thread without allocation,
 * but for what guards do.
 *
 * <p>A node stands for the segments before it. The search goes down every child that fits the next
 * segment: at most one literal child, found by hash, and the wild ones. Each subtree knows its
 * smallest index, and one that cannot beat what is found already is left out; so the cost depends
 * on the depth of the path and on the wild children it meets, not on the number of patterns.
 */
public final class SegmentTrie {

    private final Terminal here;
    private final LiteralTable literals;
    private final Branch[] wilds;
    private final Tail[] tails;
    private final int least;

    private record Branch(Run run, SegmentTrie child) {
        int least() {
            return child.least;
        }
    }

    private record Tail(Run run, Terminal terminal) {
        int least() {
            return terminal.least();
        }
    }

    /** Freezes a builder and all below it. */
    SegmentTrie(PatternTree tree) {
        this.here = tree.here.isEmpty() ? Terminal.NONE : new Terminal(tree.here);
        Map<String, SegmentTrie> children = new HashMap<>();
        tree.literals.forEach((text, child) -> children.put(text, new SegmentTrie(child)));
        List<Branch> branches = new ArrayList<>();
        tree.wilds.forEach((run, child) -> branches.add(new Branch(run, new SegmentTrie(child))));
        List<Tail> ends = new ArrayList<>();
        tree.tails.forEach((run, targets) -> ends.add(new Tail(run, new Terminal(targets))));
        branches.sort(Comparator.comparingInt(Branch::least));
        ends.sort(Comparator.comparingInt(Tail::least));
        this.literals = children.isEmpty() ? LiteralTable.EMPTY : new LiteralTable(children);
        this.wilds = branches.toArray(Branch[]::new);
        this.tails = ends.toArray(Tail[]::new);
        int smallest = here.least();
        for (SegmentTrie child : children.values()) {
            smallest = Math.min(smallest, child.least);
        }
        smallest = Math.min(smallest, wilds.length == 0 ? smallest : wilds[0].least());
        this.least = Math.min(smallest, tails.length == 0 ? smallest : tails[0].least());
    }

    /**
     * The smallest index whose target takes the request.
     *
     * @param path the path is {@code path[0, end)}
     * @param method number of the method
     * @param below only indexes below are looked for
     * @return the index, or {@code below} when there is none
     */
    public int first(CharSequence path, int end, int method, int below) {
        return least >= below ? below : search(path, 0, end, method, below);
    }

    private int search(CharSequence path, int from, int end, int method, int best) {
        int hash = LiteralTable.SEED;
        int stop = from;
        while (stop < end) {
            char c = path.charAt(stop);
            if (c == '/') {
                break;
            }
            hash = LiteralTable.hash(hash, c);
            stop++;
        }
        SegmentTrie literal = literals.get(path, from, stop, hash);
        int found = literal == null ? best : literal.enter(path, stop, end, method, best);
        for (Branch branch : wilds) {
            if (branch.least() >= found) {
                break;
            }
            if (branch.run.matches(path, from, stop)) {
                found = branch.child.enter(path, stop, end, method, found);
            }
        }
        return searchTails(path, from, end, method, found);
    }

    /** Goes on behind a segment that ended at {@code stop}. */
    private int enter(CharSequence path, int stop, int end, int method, int best) {
        if (least >= best) {
            return best;
        }
        return stop == end
                ? here.first(path, end, method, best)
                : search(path, stop + 1, end, method, best);
    }

    private int searchTails(CharSequence path, int from, int end, int method, int best) {
        int found = best;
        for (Tail tail : tails) {
            if (tail.least() >= found) {
                break;
            }
            if (tail.run.matches(path, from, end)) {
                found = tail.terminal.first(path, end, method, found);
            }
        }
        return found;
    }
}
