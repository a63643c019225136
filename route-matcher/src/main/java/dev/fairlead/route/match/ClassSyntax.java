package dev.fairlead.route.match;

import java.util.Optional;

/** Reads bracketed character classes; gives up on what is not plain ASCII. */
final class ClassSyntax {

    private final String regex;
    private int at;
    private CharClass chars = CharClass.NONE;

    /**
     * @param at behind the opening bracket
     */
    ClassSyntax(String regex, int at) {
        this.regex = regex;
        this.at = at;
    }

    /** The classes that a letter behind a backslash names. */
    static Optional<CharClass> named(char letter) {
        return switch (letter) {
            case 'd' -> Optional.of(CharClass.DIGIT);
            case 'D' -> Optional.of(CharClass.DIGIT.complement());
            case 'w' -> Optional.of(CharClass.WORD);
            case 'W' -> Optional.of(CharClass.WORD.complement());
            case 's' -> Optional.of(CharClass.SPACE);
            case 'S' -> Optional.of(CharClass.SPACE.complement());
            default -> Optional.empty();
        };
    }

    /** The class; empty when it holds something that is left to RE2. */
    Optional<CharClass> read() {
        boolean negated = peekIs('^');
        at += negated ? 1 : 0;
        boolean first = true;
        while (at < regex.length() && (first || regex.charAt(at) != ']')) {
            first = false;
            if (!item()) {
                return Optional.empty();
            }
        }
        if (at >= regex.length()) {
            return Optional.empty();
        }
        at++;
        return Optional.of(negated ? chars.complement() : chars);
    }

    /** Behind the closing bracket. */
    int end() {
        return at;
    }

    private boolean item() {
        if (regex.charAt(at) == '\\' && at + 1 < regex.length()) {
            Optional<CharClass> named = named(regex.charAt(at + 1));
            if (named.isPresent()) {
                chars = chars.union(named.get());
                at += 2;
                return !isRangeNext();
            }
        }
        int first = single();
        if (first < 0) {
            return false;
        }
        int last = first;
        if (isRangeNext()) {
            at++;
            last = single();
            if (last < first || isRangeNext()) {
                return false;
            }
        }
        chars = chars.with((char) first, (char) last);
        return true;
    }

    /** Whether a minus stands here that is not the last character of the class. */
    private boolean isRangeNext() {
        return peekIs('-') && at + 1 < regex.length() && regex.charAt(at + 1) != ']';
    }

    /** One ASCII character, escaped or not; -1 for anything else. */
    private int single() {
        if (at >= regex.length()) {
            return -1;
        }
        char c = regex.charAt(at++);
        if (c == '[' && peekIs(':')) {
            return -1;
        }
        if (c != '\\') {
            return c < CharClass.ASCII ? c : -1;
        }
        char escaped = at < regex.length() ? regex.charAt(at++) : 'x';
        return escaped < CharClass.ASCII && !Character.isLetterOrDigit(escaped) ? escaped : -1;
    }

    private boolean peekIs(char c) {
        return at < regex.length() && regex.charAt(at) == c;
    }
}
