package dev.fairlead.route.match;

/** Decides what a pattern leaves open. */
@FunctionalInterface
public interface Guard {

    /**
     * Whether the request matches.
     *
     * @param method number of the request's method in the table that the trie was made with
     * @param path the path is {@code path[0, end)}
     */
    boolean holds(int method, CharSequence path, int end);
}
