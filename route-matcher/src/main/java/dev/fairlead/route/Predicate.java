package dev.fairlead.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.fairlead.route.match.Guard;
import java.util.List;

/** A request condition with its expressions compiled, for the routes that no trie can hold. */
sealed interface Predicate extends Guard {

    /**
     * Compiles a condition.
     *
     * @throws IllegalArgumentException when an expression is none for RE2
     */
    static Predicate of(RequestCondition condition, MethodTable methods) {
        return switch (condition) {
            case RequestCondition.All(List<RequestCondition> of) -> new All(children(of, methods));
            case RequestCondition.Any(List<RequestCondition> of) -> new Any(children(of, methods));
            case RequestCondition.Not(RequestCondition of) -> new Not(of(of, methods));
            case RequestCondition.Method(String name) -> new Method(methods.number(name));
            case RequestCondition.PathRegex(String regex) -> new Path(compile(regex));
        };
    }

    private static List<Predicate> children(List<RequestCondition> of, MethodTable methods) {
        return of.stream().map(child -> of(child, methods)).toList();
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "pathRegex: " + regex + " (expected: RE2; " + e.getDescription() + ")", e);
        }
    }

    record All(List<Predicate> of) implements Predicate {
        @Override
        public boolean holds(int method, CharSequence path, int end) {
            for (int i = 0; i < of.size(); i++) {
                if (!of.get(i).holds(method, path, end)) {
                    return false;
                }
            }
            return true;
        }
    }

    record Any(List<Predicate> of) implements Predicate {
        @Override
        public boolean holds(int method, CharSequence path, int end) {
            for (int i = 0; i < of.size(); i++) {
                if (of.get(i).holds(method, path, end)) {
                    return true;
                }
            }
            return false;
        }
    }

    record Not(Predicate of) implements Predicate {
        @Override
        public boolean holds(int method, CharSequence path, int end) {
            return !of.holds(method, path, end);
        }
    }

    record Method(int number) implements Predicate {
        @Override
        public boolean holds(int method, CharSequence path, int end) {
            return method == number;
        }
    }

    /** The whole path must match: {@code ^(?:re)$}. */
    record Path(Pattern whole) implements Predicate {
        @Override
        public boolean holds(int method, CharSequence path, int end) {
            CharSequence bare = end == path.length() ? path : path.subSequence(0, end);
            return whole.matcher(bare).matches();
        }
    }
}
