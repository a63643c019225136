package dev.fairlead.route.match;

import java.util.ArrayList;
import java.util.List;

/** What the text of a path expression shows without matching anything. */
public final class RegexText {

    private final String regex;
    private final List<String> alternatives = new ArrayList<>();
    private boolean query;

    /**
     * Looks at an expression.
     *
     * @param regex one that RE2 compiles
     */
    public RegexText(String regex) {
        this.regex = regex;
        scan();
    }

    /** Whether the top level is a choice. */
    boolean hasAlternatives() {
        return alternatives.size() > 1;
    }

    /** Whether a literal question mark is asked for outside of character classes. */
    public boolean asksForQuery() {
        return query;
    }

    /**
     * Whether Linkerd, which glues {@code ^} and {@code $} to the text, reads another expression:
     * it has alternatives on its top level that are not anchored themselves.
     */
    public boolean isAnchoredOtherwiseByLinkerd() {
        for (int i = 0; i < alternatives.size(); i++) {
            String alternative = alternatives.get(i);
            boolean openStart = i > 0 && !alternative.startsWith("^");
            boolean openEnd = i < alternatives.size() - 1 && !endsAnchored(alternative);
            if (openStart || openEnd) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsAnchored(String alternative) {
        int backslashes = 0;
        for (int i = alternative.length() - 2; i >= 0 && alternative.charAt(i) == '\\'; i--) {
            backslashes++;
        }
        return alternative.endsWith("$") && backslashes % 2 == 0;
    }

    private void scan() {
        int depth = 0;
        int start = 0;
        int at = 0;
        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '\\' -> at = afterEscape(at);
                case '[' -> at = afterClass(at);
                case '(' -> depth++;
                case ')' -> depth--;
                case '|' -> {
                    if (depth == 0) {
                        alternatives.add(regex.substring(start, at));
                        start = at + 1;
                    }
                }
                default -> {}
            }
            at++;
        }
        alternatives.add(regex.substring(start));
    }

    /** Index of the last character of the escape at {@code at}. */
    private int afterEscape(int at) {
        if (regex.startsWith("\\Q", at)) {
            int end = regex.indexOf("\\E", at);
            int last = end < 0 ? regex.length() - 1 : end + 1;
            query |= regex.substring(at, last).indexOf('?') >= 0;
            return last;
        }
        query |= regex.startsWith("\\?", at);
        return at + 1;
    }

    /** Index of the bracket that closes the class at {@code at}. */
    private int afterClass(int at) {
        int i = at + 1;
        if (i < regex.length() && regex.charAt(i) == '^') {
            i++;
        }
        int first = i;
        while (i < regex.length()) {
            char c = regex.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[' && regex.startsWith("[:", i) && regex.indexOf(":]", i) > 0) {
                i = regex.indexOf(":]", i) + 1;
            } else if (c == ']' && i > first) {
                return i;
            }
            i++;
        }
        return i;
    }
}
