package dev.fairlead.route.match;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes path expressions apart into alternatives of literals and repeated character classes.
 *
 * <p>It knows the part of RE2's syntax that paths are written in: literals, classes, groups,
 * alternatives, quantifiers of single characters, optional groups, anchors at the ends. Choices are
 * multiplied out. At the first thing it does not know it stops: what it has seen up to there still
 * tells how a matching path begins, provided that the top level is no choice.
 */
final class PathExpression {

    private static final int MAX_ALTERNATIVES = 64;
    private static final int MAX_REPEAT = 1000;
    private static final List<Piece> EMPTY = List.of();

    private final String regex;
    private int at;
    private List<List<Piece>> settled = List.of(EMPTY);

    private PathExpression(String regex) {
        this.regex = regex;
    }

    /**
     * One way to match.
     *
     * @param complete whether the pieces say everything; otherwise a path only begins like them
     */
    record Alternative(List<Piece> pieces, boolean complete) {}

    /**
     * The alternatives of an expression that RE2 compiles. A path matches only if it matches one of
     * them; if that one is complete it does match.
     */
    static List<Alternative> parse(String regex) {
        PathExpression parser = new PathExpression(regex);
        try {
            return alternatives(parser.alternatives(0), true);
        } catch (Unknown e) {
            boolean told = !new RegexText(regex).hasAlternatives();
            List<List<Piece>> beginnings = told ? parser.settled : List.of(EMPTY);
            return alternatives(beginnings, false);
        }
    }

    private static List<Alternative> alternatives(List<List<Piece>> all, boolean complete) {
        List<Alternative> alternatives = new ArrayList<>();
        for (List<Piece> pieces : all) {
            alternatives.add(new Alternative(pieces, complete));
        }
        return alternatives;
    }

    /** Syntax that is left to RE2. */
    private static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super("left to RE2", null, false, false);
        }
    }

    private List<List<Piece>> alternatives(int depth) throws Unknown {
        List<List<Piece>> all = sequence(depth);
        while (accept('|')) {
            Set<List<Piece>> distinct = new LinkedHashSet<>(all);
            distinct.addAll(sequence(depth));
            all = limited(List.copyOf(distinct));
        }
        return all;
    }

    private List<List<Piece>> sequence(int depth) throws Unknown {
        List<List<Piece>> all = List.of(EMPTY);
        if (depth == 0) {
            accept('^');
        }
        while (at < regex.length() && peek() != '|' && !(peek() == ')' && depth > 0)) {
            if (depth == 0 && isFinalAnchor()) {
                at++;
                continue;
            }
            all = product(all, atom(depth));
            if (depth == 0) {
                settled = all;
            }
        }
        return all;
    }

    private boolean isFinalAnchor() {
        return peek() == '$' && (at + 1 == regex.length() || regex.charAt(at + 1) == '|');
    }

    private static List<List<Piece>> product(List<List<Piece>> heads, List<List<Piece>> tails)
            throws Unknown {
        List<List<Piece>> joined = new ArrayList<>();
        for (List<Piece> head : heads) {
            for (List<Piece> tail : tails) {
                joined.add(joined(head, tail));
            }
        }
        return limited(joined);
    }

    private static List<Piece> joined(List<Piece> head, List<Piece> tail) {
        List<Piece> pieces = new ArrayList<>(head);
        for (Piece piece : tail) {
            if (!pieces.isEmpty()
                    && pieces.getLast() instanceof Piece.Repeat before
                    && piece instanceof Piece.Repeat repeat
                    && before.chars().isSame(repeat.chars())) {
                pieces.set(pieces.size() - 1, before.followedBy(repeat));
            } else {
                pieces.add(piece);
            }
        }
        return pieces;
    }

    private static List<List<Piece>> limited(List<List<Piece>> all) throws Unknown {
        if (all.size() > MAX_ALTERNATIVES) {
            throw new Unknown();
        }
        return all;
    }

    private List<List<Piece>> atom(int depth) throws Unknown {
        char c = regex.charAt(at++);
        return switch (c) {
            case '(' -> group(depth);
            case '[' -> repeated(new ClassSyntax(regex, at));
            case '.' -> repeated(CharClass.DOT);
            case '\\' -> escape();
            case '^', '$', '*', '+', '?', ')' -> throw new Unknown();
            default -> literal(c);
        };
    }

    private List<List<Piece>> group(int depth) throws Unknown {
        if (accept('?') && !accept(':')) {
            throw new Unknown();
        }
        List<List<Piece>> inner = alternatives(depth + 1);
        if (!accept(')')) {
            throw new Unknown();
        }
        boolean optional = accept('?');
        if (optional) {
            accept('?');
            inner = new ArrayList<>(inner);
            inner.add(EMPTY);
        }
        requireNoQuantifier();
        return inner;
    }

    private List<List<Piece>> repeated(ClassSyntax syntax) throws Unknown {
        CharClass chars = syntax.read().orElseThrow(Unknown::new);
        at = syntax.end();
        return repeated(chars);
    }

    private List<List<Piece>> escape() throws Unknown {
        if (at == regex.length()) {
            throw new Unknown();
        }
        char c = regex.charAt(at++);
        CharClass known = ClassSyntax.named(c).orElse(null);
        if (known != null) {
            return repeated(known);
        }
        if (c >= CharClass.ASCII || Character.isLetterOrDigit(c)) {
            throw new Unknown();
        }
        return literal(c);
    }

    private List<List<Piece>> literal(char c) throws Unknown {
        if (Character.isSurrogate(c)) {
            throw new Unknown();
        }
        if (!isQuantifierNext()) {
            return List.of(List.of(new Piece.Char(c)));
        }
        if (c >= CharClass.ASCII) {
            throw new Unknown();
        }
        if (accept('?')) {
            accept('?');
            requireNoQuantifier();
            return List.of(List.of(new Piece.Char(c)), EMPTY);
        }
        return repeated(CharClass.NONE.with(c, c));
    }

    private List<List<Piece>> repeated(CharClass chars) throws Unknown {
        Piece.Repeat repeat = quantifier(chars);
        requireNoQuantifier();
        boolean counted = repeat.min() > 1 || repeat.max() != Piece.Repeat.UNBOUNDED;
        if (chars.others() && counted) {
            throw new Unknown(); // a code point may be two chars
        }
        return List.of(List.of(repeat));
    }

    private Piece.Repeat quantifier(CharClass chars) throws Unknown {
        Piece.Repeat repeat;
        if (accept('*')) {
            repeat = new Piece.Repeat(chars, 0, Piece.Repeat.UNBOUNDED);
        } else if (accept('+')) {
            repeat = new Piece.Repeat(chars, 1, Piece.Repeat.UNBOUNDED);
        } else if (accept('?')) {
            repeat = new Piece.Repeat(chars, 0, 1);
        } else if (isCountNext()) {
            repeat = count(chars);
        } else {
            return new Piece.Repeat(chars, 1, 1);
        }
        accept('?'); // a lazy one matches the same texts
        return repeat;
    }

    private Piece.Repeat count(CharClass chars) throws Unknown {
        int close = regex.indexOf('}', at);
        String[] bounds = regex.substring(at + 1, close).split(",", -1);
        at = close + 1;
        int min = number(bounds[0]);
        boolean open = bounds.length > 1 && bounds[1].isEmpty();
        int max = open ? Piece.Repeat.UNBOUNDED : number(bounds[bounds.length - 1]);
        if (max < min) {
            throw new Unknown();
        }
        return new Piece.Repeat(chars, min, max);
    }

    private static int number(String digits) throws Unknown {
        boolean padded = digits.length() > 1 && digits.charAt(0) == '0';
        if (padded || digits.length() > 4 || Integer.parseInt(digits) > MAX_REPEAT) {
            throw new Unknown();
        }
        return Integer.parseInt(digits);
    }

    /** Whether {@code {n}}, {@code {n,}} or {@code {n,m}} follows; other braces are literals. */
    private boolean isCountNext() {
        if (!peekIs('{')) {
            return false;
        }
        int i = at + 1;
        int digits = 0;
        boolean comma = false;
        while (i < regex.length() && regex.charAt(i) != '}') {
            char c = regex.charAt(i++);
            if (c == ',' && !comma && digits > 0) {
                comma = true;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else {
                return false;
            }
        }
        return i < regex.length() && digits > 0;
    }

    private boolean isQuantifierNext() {
        return peekIs('*') || peekIs('+') || peekIs('?') || isCountNext();
    }

    private void requireNoQuantifier() throws Unknown {
        if (isQuantifierNext()) {
            throw new Unknown();
        }
    }

    private char peek() {
        return regex.charAt(at);
    }

    private boolean peekIs(char c) {
        return at < regex.length() && peek() == c;
    }

    private boolean accept(char c) {
        boolean found = peekIs(c);
        at += found ? 1 : 0;
        return found;
    }
}
