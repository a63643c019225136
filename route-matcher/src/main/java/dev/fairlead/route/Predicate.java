package dev.fairlead.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;

/** A request condition with its expressions compiled; matches method and bare path. */
sealed interface Predicate {

    /** Whether the condition holds for a request with this method and path without query. */
    boolean holds(CharSequence method, CharSequence path);

    /**
     * Compiles a condition.
     *
     * @throws IllegalArgumentException when an expression is none for RE2
     */
    static Predicate of(RequestCondition condition) {
        return switch (condition) {
            case RequestCondition.All(List<RequestCondition> of) ->
                    new All(of.stream().map(Predicate::of).toList());
            case RequestCondition.Any(List<RequestCondition> of) ->
                    new Any(of.stream().map(Predicate::of).toList());
            case RequestCondition.Not(RequestCondition of) -> new Not(of(of));
            case RequestCondition.Method(String name) -> new Method(name);
            case RequestCondition.PathRegex(String regex) -> new Path(compile(regex));
        };
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "pathRegex: " + regex + " (" + e.getMessage() + ")", e);
        }
    }

    record All(List<Predicate> of) implements Predicate {
        @Override
        public boolean holds(CharSequence method, CharSequence path) {
            for (Predicate child : of) {
                if (!child.holds(method, path)) {
                    return false;
                }
            }
            return true;
        }
    }

    record Any(List<Predicate> of) implements Predicate {
        @Override
        public boolean holds(CharSequence method, CharSequence path) {
            for (Predicate child : of) {
                if (child.holds(method, path)) {
                    return true;
                }
            }
            return false;
        }
    }

    record Not(Predicate of) implements Predicate {
        @Override
        public boolean holds(CharSequence method, CharSequence path) {
            return !of.holds(method, path);
        }
    }

    record Method(String name) implements Predicate {
        @Override
        public boolean holds(CharSequence method, CharSequence path) {
            return name.contentEquals(method);
        }
    }

    record Path(Pattern whole) implements Predicate {
        @Override
        public boolean holds(CharSequence method, CharSequence path) {
            return whole.matcher(path).matches();
        }
    }
}
