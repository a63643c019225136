package dev.fairlead.route.match;

import java.util.BitSet;

/** A set of request methods by their numbers in a table. Immutable. */
public final class MethodSet {

    private final long[] words;

    /** The numbers whose bits are set. */
    public MethodSet(BitSet numbers) {
        this.words = numbers.toLongArray();
    }

    /** Whether a number, at least 0, belongs to it. */
    public boolean contains(int number) {
        int word = number >>> 6;
        return word < words.length && (words[word] >>> number & 1) != 0;
    }
}
