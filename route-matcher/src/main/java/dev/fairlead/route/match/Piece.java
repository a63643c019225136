package dev.fairlead.route.match;

/** A part of a taken-apart path expression. */
sealed interface Piece {

    /** Exactly this character. */
    record Char(char c) implements Piece {}

    /**
     * Some characters of a class.
     *
     * @param min at least so many
     * @param max at most so many, {@link #UNBOUNDED} for any number
     */
    record Repeat(CharClass chars, int min, int max) implements Piece {
        static final int UNBOUNDED = Integer.MAX_VALUE;

        boolean isSame(Repeat that) {
            return min == that.min && max == that.max && chars.isSame(that.chars);
        }

        Repeat followedBy(Repeat same) {
            boolean open = max == UNBOUNDED || same.max == UNBOUNDED;
            return new Repeat(chars, min + same.min, open ? UNBOUNDED : max + same.max);
        }
    }
}
