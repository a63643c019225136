package dev.fairlead.route.match;

import java.util.List;

/**
 * A literal, then some characters of one class, then a literal: {@code v[0-9]+}, {@code
 * [^/]*\.json}, {@code .*}. As only one part varies, no backtracking is ever needed.
 */
record Run(String prefix, Piece.Repeat middle, String suffix) {

    /** Anything at all. */
    static final Run ANYTHING = after("");

    /** Anything that begins with a text. */
    static Run after(String prefix) {
        return new Run(prefix, new Piece.Repeat(CharClass.ALL, 0, Piece.Repeat.UNBOUNDED), "");
    }

    /** Whether it matches {@code text[from, to)} as a whole. */
    boolean matches(CharSequence text, int from, int to) {
        int start = from + prefix.length();
        int stop = to - suffix.length();
        if (stop - start < middle.min()
                || stop - start > middle.max()
                || !startsWith(prefix, text, from)
                || !startsWith(suffix, text, stop)) {
            return false;
        }
        CharClass chars = middle.chars();
        for (int i = start; i < stop; i++) {
            if (!chars.contains(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(String literal, CharSequence text, int at) {
        for (int i = 0; i < literal.length(); i++) {
            if (text.charAt(at + i) != literal.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether every text that can be on the wire and matches the pieces matches this too. May say
     * no where yes is right, never the other way.
     */
    boolean covers(List<Piece> inner) {
        int from = prefix.length();
        int to = inner.size() - suffix.length();
        if (from > to
                || !isLiteral(prefix, inner.subList(0, from))
                || !isLiteral(suffix, inner.subList(to, inner.size()))) {
            return false;
        }
        long min = 0;
        long max = 0;
        for (Piece piece : inner.subList(from, to)) {
            if (!takes(piece)) {
                return false;
            }
            min += piece instanceof Piece.Repeat repeat ? repeat.min() : 1;
            max += piece instanceof Piece.Repeat repeat ? repeat.max() : 1;
        }
        return min >= middle.min()
                && (middle.max() == Piece.Repeat.UNBOUNDED || max <= middle.max());
    }

    private boolean takes(Piece piece) {
        return switch (piece) {
            case Piece.Char(char c) -> middle.chars().contains(c);
            case Piece.Repeat repeat ->
                    middle.chars().covers(repeat.chars().intersection(CharClass.WIRE));
        };
    }

    private static boolean isLiteral(String text, List<Piece> pieces) {
        for (int i = 0; i < text.length(); i++) {
            if (!(pieces.get(i) instanceof Piece.Char(char c)) || c != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    // Written out, as are the others here: the methods that records get are slow to link, and these
    // run while the sidecar starts.
    @Override
    public boolean equals(Object other) {
        return other instanceof Run that
                && prefix.equals(that.prefix)
                && middle.isSame(that.middle)
                && suffix.equals(that.suffix);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * prefix.hashCode() + suffix.hashCode()) + middle.chars().fingerprint();
    }

    /** Adds its parts to a list. */
    void addTo(List<Piece> pieces) {
        prefix.chars().forEach(c -> pieces.add(new Piece.Char((char) c)));
        pieces.add(middle);
        suffix.chars().forEach(c -> pieces.add(new Piece.Char((char) c)));
    }
}
