package dev.fairlead.route.read;

import java.util.Map;

/**
 * The form a value must have, with the name of its Go type: Linkerd's messages contain it.
 *
 * <p>Text accepts numbers and booleans too, as in the resource itself.
 */
sealed interface Shape {

    String goType();

    /** As our own messages call what belongs here. */
    String expected();

    enum Scalar implements Shape {
        TEXT("string", "text"),
        BOOL("bool", "true or false"),
        UINT32("uint32", "a whole number from 0 to 4294967295"),
        INT64("int64", "a whole number"),
        FLOAT32("float32", "a number"),
        QUANTITY("resource.Quantity", "a quantity such as 1 or 500m"),
        /** Not looked at. */
        ANY("interface {}", "any value");

        private final String goType;
        private final String expected;

        Scalar(String goType, String expected) {
            this.goType = goType;
            this.expected = expected;
        }

        @Override
        public String goType() {
            return goType;
        }

        @Override
        public String expected() {
            return expected;
        }
    }

    /**
     * A list.
     *
     * @param goType with brackets
     */
    record ListOf(String goType, Shape item) implements Shape {
        @Override
        public String expected() {
            return "a list";
        }
    }

    /** Free keys, values of one form. */
    record MapOf(String goType, Shape key, Shape value) implements Shape {
        @Override
        public String expected() {
            return "a mapping";
        }
    }

    /**
     * Fixed keys.
     *
     * @param name without package, as in messages
     * @param fields by name; filled once, later than construction, since forms contain themselves
     */
    record Struct(String goType, String name, Map<String, Shape> fields) implements Shape {
        @Override
        public String expected() {
            return "a mapping";
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return goType;
        }
    }
}
