package dev.fairlead.route.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of YAML or JSON with its position. */
sealed interface Node {

    Mark at();

    /** As messages of Go's JSON decoder call the kind of a value. */
    String goKind();

    /** As our own messages call it. */
    String kind();

    /** Text, or the text of a number or boolean; empty for anything else. */
    default String asText() {
        return "";
    }

    /** A number or boolean as it is written; empty for anything else. */
    default String raw() {
        return "";
    }

    /** Keys with values, in the order of the text; a key given twice stands here twice. */
    record Mapping(Mark at, List<Entry> entries) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The same with the last of several equal keys only. */
        Mapping merged() {
            Map<String, Entry> last = new LinkedHashMap<>();
            entries.forEach(entry -> last.put(entry.key(), entry));
            return new Mapping(at, List.copyOf(last.values()));
        }

        @Override
        public String goKind() {
            return "object";
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /**
     * One pair of a mapping.
     *
     * @param at where the key stands
     */
    record Entry(Mark at, String key, Node value) {}

    record Sequence(Mark at, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String goKind() {
            return "array";
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    record Text(Mark at, String value) implements Node {
        @Override
        public String asText() {
            return value;
        }

        @Override
        public String goKind() {
            return "string";
        }

        @Override
        public String kind() {
            return "text";
        }
    }

    /**
     * A number.
     *
     * @param literal as Go writes it in JSON; {@code NaN}, {@code +Inf} and {@code -Inf} otherwise
     * @param text as Go turns it into text where text belongs
     * @param raw as it is written
     */
    record Numeric(Mark at, String literal, String text, String raw) implements Node {

        boolean isFinite() {
            return Character.isDigit(literal.charAt(literal.length() - 1));
        }

        @Override
        public String asText() {
            return text;
        }

        @Override
        public String goKind() {
            return "number " + literal;
        }

        @Override
        public String kind() {
            return "the number " + literal;
        }
    }

    /**
     * True or false.
     *
     * @param raw as it is written, such as {@code yes}
     */
    record Bool(Mark at, boolean value, String raw) implements Node {
        @Override
        public String asText() {
            return String.valueOf(value);
        }

        @Override
        public String goKind() {
            return "bool";
        }

        @Override
        public String kind() {
            return raw.equals(String.valueOf(value)) ? raw : raw + " (" + value + ")";
        }
    }

    record Null(Mark at) implements Node {
        @Override
        public String goKind() {
            return "null";
        }

        @Override
        public String kind() {
            return "nothing";
        }
    }
}
