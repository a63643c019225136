package dev.fairlead.route.read;

/**
 * A value that has not the form it must have.
 *
 * @param linkerd the decoder's message
 */
record Misfit(Rank rank, Mark at, String field, String text, String linkerd) {

    /** Which of several misfits Go's decoder reports: the first of the strongest rank. */
    enum Rank {
        /** The value cannot even become JSON. */
        CONVERSION,
        /** The decoder stops. */
        FATAL,
        /** The decoder goes on and reports its first one at the end. */
        NOTED,
        /** Like {@link #NOTED} for Linkerd; Fairlead lets it pass with a warning. */
        TOLERATED,
        /** Linkerd does not mind; Fairlead warns. */
        SURPRISE
    }
}
