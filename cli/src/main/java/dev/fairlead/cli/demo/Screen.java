package dev.fairlead.cli.demo;

import java.io.PrintWriter;
import java.util.List;

/** The place on a terminal where a text is drawn again and again (ECMA-48 control sequences). */
final class Screen {
    private static final String CLEAR_TO_END_OF_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";

    /** A line that wrapped would take two rows, and the next drawing would start too low. */
    private static final String WRAP_OFF = "\033[?7l";

    private static final String WRAP_ON = "\033[?7h";

    private final PrintWriter terminal;
    private int drawn;

    Screen(PrintWriter terminal) {
        this.terminal = terminal;
    }

    /** Replaces what was drawn before. */
    void draw(List<String> lines) {
        StringBuilder text = new StringBuilder(WRAP_OFF);
        if (drawn > 0) {
            text.append("\033[%dA".formatted(drawn));
        }
        lines.forEach(line -> text.append(line).append(CLEAR_TO_END_OF_LINE).append('\n'));
        text.append(CLEAR_BELOW).append(WRAP_ON);
        terminal.print(text);
        terminal.flush();
        drawn = lines.size();
    }
}
