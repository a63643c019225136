package dev.fairlead.e2e;

/** How a call ended at the client. */
sealed interface Ending {
    /** With a whole answer. */
    record Answered(Reply reply) implements Ending {}

    /**
     * The answer broke off behind its head.
     *
     * @param begun what of it came
     */
    record Broken(Reply begun, String why) implements Ending {}

    /** Without an answer. */
    record Failed(String why) implements Ending {}

    /** The client gave it up. */
    record Cancelled() implements Ending {}
}
