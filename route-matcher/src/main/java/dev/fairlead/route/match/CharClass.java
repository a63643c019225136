package dev.fairlead.route.match;

/**
 * A set of characters: any of ASCII, and all or none of the others. A set with the others takes
 * both halves of a surrogate pair, so that repeating it over chars equals repeating it over code
 * points.
 *
 * @param low bit per character from 0 to 63
 * @param high bit per character from 64 to 127
 * @param others whether every character from 128 on belongs to it
 */
record CharClass(long low, long high, boolean others) {

    static final CharClass NONE = new CharClass(0, 0, false);
    static final CharClass ALL = NONE.complement();
    static final CharClass DIGIT = NONE.with('0', '9');
    static final CharClass WORD = DIGIT.with('a', 'z').with('A', 'Z').with('_', '_');
    static final CharClass SPACE = NONE.with('\t', '\n').with('\f', '\r').with(' ', ' ');

    /** What {@code .} matches. */
    static final CharClass DOT = NONE.with('\n', '\n').complement();

    /** What can stand in a request target: RFC 3986 leaves no control characters and no blank. */
    static final CharClass WIRE =
            new CharClass(NONE.with('!', '~').low, NONE.with('!', '~').high, true);

    private static final int WORD_BITS = 64;
    static final int ASCII = 128;

    boolean contains(char c) {
        if (c < WORD_BITS) {
            return (low >>> c & 1) != 0;
        }
        return c < ASCII ? (high >>> c & 1) != 0 : others;
    }

    /** The set with the ASCII characters {@code first} to {@code last}. */
    CharClass with(char first, char last) {
        long newLow = low;
        long newHigh = high;
        for (int c = first; c <= last; c++) {
            if (c < WORD_BITS) {
                newLow |= 1L << c;
            } else {
                newHigh |= 1L << c;
            }
        }
        return new CharClass(newLow, newHigh, others);
    }

    boolean isSame(CharClass that) {
        return low == that.low && high == that.high && others == that.others;
    }

    /** Equal for equal classes. */
    int fingerprint() {
        return 31 * Long.hashCode(low) + Long.hashCode(high);
    }

    CharClass union(CharClass that) {
        return new CharClass(low | that.low, high | that.high, others || that.others);
    }

    CharClass intersection(CharClass that) {
        return new CharClass(low & that.low, high & that.high, others && that.others);
    }

    CharClass complement() {
        return new CharClass(~low, ~high, !others);
    }

    boolean covers(CharClass that) {
        return (that.low & ~low) == 0 && (that.high & ~high) == 0 && (others || !that.others);
    }
}
