package dev.fairlead.route.match;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Children of a node by literal segment: an open-addressed table that is asked with a range of a
 * text and its hash, so that no string is made of it.
 */
final class LiteralTable {

    /** No children. */
    static final LiteralTable EMPTY = new LiteralTable(Map.of());

    /** Start of every hash. */
    static final int SEED = 0;

    private final @Nullable String[] keys;
    private final @Nullable SegmentTrie[] values;
    private final int mask;

    LiteralTable(Map<String, SegmentTrie> children) {
        int capacity = Integer.highestOneBit(Math.max(1, children.size() * 2 - 1)) << 1;
        this.keys = new String[capacity];
        this.values = new SegmentTrie[capacity];
        this.mask = capacity - 1;
        children.forEach(this::put);
    }

    private void put(String key, SegmentTrie value) {
        int hash = SEED;
        for (int i = 0; i < key.length(); i++) {
            hash = hash(hash, key.charAt(i));
        }
        int slot = slot(hash);
        while (keys[slot] != null) {
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        values[slot] = value;
    }

    /** The hash of a text that is one character longer. */
    static int hash(int hash, char c) {
        return 31 * hash + c;
    }

    private int slot(int hash) {
        int spread = hash * 0x9E3779B9;
        return (spread ^ spread >>> 16) & mask;
    }

    /** The child for {@code text[from, to)}, whose hash is known. */
    @Nullable SegmentTrie get(CharSequence text, int from, int to, int hash) {
        int slot = slot(hash);
        String key = keys[slot];
        while (key != null) {
            if (key.length() == to - from && equal(key, text, from)) {
                return values[slot];
            }
            slot = slot + 1 & mask;
            key = keys[slot];
        }
        return null;
    }

    private static boolean equal(String key, CharSequence text, int from) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) != text.charAt(from + i)) {
                return false;
            }
        }
        return true;
    }
}
