package dev.fairlead.e2e;

import java.util.List;

/** One thing a page of the manual asks the reader to do. */
sealed interface Step {
    /** The reader saves a block under a name. */
    record Save(String file, String content) implements Step {}

    /** The reader types a command. */
    record Type(String command, int line, Expectation expectation) implements Step {}

    /** The reader compares the output of the command before with the page, line by line. */
    record Compare(List<String> lines, int line) implements Step {
        public Compare {
            lines = List.copyOf(lines);
        }
    }

    /** What a command has to come to. */
    sealed interface Expectation {
        /** It ends with an exit code. */
        record Exits(int code) implements Expectation {}

        /** It goes on; its output comes to hold a text, and only then the next step is done. */
        record Shows(String text) implements Expectation {}

        /** The test does not run it, for a reason. */
        record Never(String reason) implements Expectation {}
    }
}
