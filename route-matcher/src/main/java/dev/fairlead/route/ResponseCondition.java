package dev.fairlead.route;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which responses a class takes. Several fields in one object of the document are an {@link All} in
 * the order all, any, status, not.
 */
public sealed interface ResponseCondition {

    /** Whether a response with this HTTP status code fulfils the condition. */
    boolean holds(int status);

    /** Every child holds; with no child: always. */
    record All(List<ResponseCondition> of) implements ResponseCondition {
        public All {
            of = List.copyOf(of);
        }

        @Override
        public boolean holds(int status) {
            for (int i = 0; i < of.size(); i++) {
                if (!of.get(i).holds(status)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Some child holds; with no child: never. */
    record Any(List<ResponseCondition> of) implements ResponseCondition {
        public Any {
            of = List.copyOf(of);
        }

        @Override
        public boolean holds(int status) {
            for (int i = 0; i < of.size(); i++) {
                if (of.get(i).holds(status)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The child does not hold. */
    record Not(ResponseCondition of) implements ResponseCondition {
        @Override
        public boolean holds(int status) {
            return !of.holds(status);
        }
    }

    /**
     * The status code lies in a range; a single bound means exactly that code.
     *
     * @param min inclusive, 100 to 599
     * @param max inclusive, 100 to 599, not below {@code min}
     */
    record Status(OptionalInt min, OptionalInt max) implements ResponseCondition {
        public Status {
            if (min.isEmpty() && max.isEmpty()) {
                throw new IllegalArgumentException("status: (empty) (expected: min or max)");
            }
            requireCode("min", min);
            requireCode("max", max);
            if (min.isPresent() && max.isPresent() && max.getAsInt() < min.getAsInt()) {
                throw new IllegalArgumentException(
                        "max: " + max.getAsInt() + " (expected: >= " + min.getAsInt() + ")");
            }
        }

        @Override
        public boolean holds(int status) {
            return status >= min.orElseGet(max::getAsInt) && status <= max.orElseGet(min::getAsInt);
        }

        private static void requireCode(String name, OptionalInt code) {
            if (code.isPresent() && (code.getAsInt() < 100 || code.getAsInt() > 599)) {
                throw new IllegalArgumentException(
                        name + ": " + code.getAsInt() + " (expected: 100 to 599)");
            }
        }
    }
}
