package dev.fairlead.route;

import java.util.List;
import java.util.Locale;

/**
 * Which requests a route takes. Several fields in one object of the document are an {@link All} in
 * the order all, any, method, not, pathRegex.
 */
public sealed interface RequestCondition {

    /** Every child holds; with no child: always. */
    record All(List<RequestCondition> of) implements RequestCondition {
        public All {
            of = List.copyOf(of);
        }
    }

    /** Some child holds; with no child: never. */
    record Any(List<RequestCondition> of) implements RequestCondition {
        public Any {
            of = List.copyOf(of);
        }
    }

    /** The child does not hold. */
    record Not(RequestCondition of) implements RequestCondition {}

    /**
     * The request method equals {@code name}, compared exactly.
     *
     * @param name in upper case; the constructor raises ASCII letters
     */
    record Method(String name) implements RequestCondition {
        public Method {
            name = name.toUpperCase(Locale.ROOT);
        }
    }

    /**
     * The whole path, without query and not decoded, matches the RE2 expression.
     *
     * @param regex without blanks at its ends; the constructor trims
     */
    record PathRegex(String regex) implements RequestCondition {
        public PathRegex {
            regex = regex.strip();
        }
    }
}
