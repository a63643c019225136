package dev.fairlead.route.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path as segments, and perhaps something behind them.
 *
 * <p>A text is cut at every slash, so {@code /a/b} has the segments empty, {@code a} and {@code b}.
 *
 * @param steps one per segment
 * @param tail what the rest of the text after the steps must match; when empty, the steps are all
 * @param exact whether a text that fits matches the expression; otherwise the expression itself
 *     must be asked
 */
public record PathPattern(List<Step> steps, Optional<Run> tail, boolean exact) {

    /** What every path fits. */
    public static final PathPattern ANYTHING =
            new PathPattern(List.of(), Optional.of(Run.ANYTHING), true);

    public PathPattern {
        steps = List.copyOf(steps);
    }

    /** What one segment must be. */
    sealed interface Step {

        /** The child of a node for it, made if need be. */
        PatternTree child(PatternTree node);

        /** Adds its parts to a list. */
        void addTo(List<Piece> pieces);
    }

    record Literal(String text) implements Step {
        @Override
        public PatternTree child(PatternTree node) {
            return node.child(text);
        }

        @Override
        public void addTo(List<Piece> pieces) {
            text.chars().forEach(c -> pieces.add(new Piece.Char((char) c)));
        }
    }

    record Wild(Run run) implements Step {
        @Override
        public PatternTree child(PatternTree node) {
            return node.child(run);
        }

        @Override
        public void addTo(List<Piece> pieces) {
            run.addTo(pieces);
        }
    }

    /**
     * Takes an expression apart. A path matches it only if it fits one of the patterns.
     *
     * @param regex one that RE2 compiles, matched against whole paths
     */
    public static List<PathPattern> of(String regex) {
        List<PathPattern> patterns = new ArrayList<>();
        for (PathExpression.Alternative alternative : PathExpression.parse(regex)) {
            patterns.add(of(alternative));
        }
        return patterns.size() == 1 ? patterns : patterns.stream().distinct().toList();
    }

    /** Whether the patterns of an expression decide alone, so that RE2 need not compile it. */
    public static boolean isExact(String regex) {
        return of(regex).stream().allMatch(PathPattern::exact);
    }

    private static PathPattern of(PathExpression.Alternative alternative) {
        List<Piece> pieces = alternative.pieces();
        List<Step> steps = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (piece instanceof Piece.Repeat(CharClass chars, int min, int max)
                    && chars.contains('/')) {
                return tail(steps, pieces.subList(start, pieces.size()), alternative.complete());
            }
            if (piece instanceof Piece.Char(char c) && c == '/') {
                List<Piece> segment = pieces.subList(start, i);
                if (repeats(segment) > 1) {
                    return guarded(steps, segment);
                }
                steps.add(step(segment));
                start = i + 1;
            }
        }
        List<Piece> last = pieces.subList(start, pieces.size());
        if (!alternative.complete() || repeats(last) > 1) {
            return guarded(steps, last);
        }
        steps.add(step(last));
        return new PathPattern(steps, Optional.empty(), true);
    }

    private static PathPattern tail(List<Step> steps, List<Piece> rest, boolean complete) {
        return complete && repeats(rest) == 1
                ? new PathPattern(steps, Optional.of(run(rest)), true)
                : guarded(steps, rest);
    }

    private static PathPattern guarded(List<Step> steps, List<Piece> rest) {
        return new PathPattern(steps, Optional.of(Run.after(literal(rest, 0))), false);
    }

    private static Step step(List<Piece> segment) {
        return repeats(segment) == 0 ? new Literal(literal(segment, 0)) : new Wild(run(segment));
    }

    private static Run run(List<Piece> pieces) {
        String prefix = literal(pieces, 0);
        Piece.Repeat middle = (Piece.Repeat) pieces.get(prefix.length());
        return new Run(prefix, middle, literal(pieces, prefix.length() + 1));
    }

    private static int repeats(List<Piece> pieces) {
        int repeats = 0;
        for (Piece piece : pieces) {
            repeats += piece instanceof Piece.Repeat ? 1 : 0;
        }
        return repeats;
    }

    /** The characters from an index up to the next repeat. */
    private static String literal(List<Piece> pieces, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < pieces.size() && pieces.get(i) instanceof Piece.Char(char c); i++) {
            text.append(c);
        }
        return text.toString();
    }

    /** What the text from the segment {@code from} on looks like. */
    List<Piece> rest(int from) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = from; i < steps.size(); i++) {
            if (i > from) {
                pieces.add(new Piece.Char('/'));
            }
            steps.get(i).addTo(pieces);
        }
        if (tail.isPresent()) {
            if (from < steps.size()) {
                pieces.add(new Piece.Char('/'));
            }
            tail.get().addTo(pieces);
        }
        return pieces;
    }
}
