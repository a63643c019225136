package dev.fairlead.route.read;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document, also one where nothing is written. Values of a wrong type read as absent:
 * {@link ShapeCheck} has reported them.
 *
 * @param at of the value, or of the nearest enclosing one
 * @param field path from the document's root
 */
record Cursor(Mark at, String field, @Nullable Node node) {

    static Cursor root(Node node) {
        return new Cursor(node.at(), "", node);
    }

    /** The value of a key; keys match in any case, the exact spelling first, then the last one. */
    Cursor get(String name) {
        String path = field.isEmpty() ? name : field + "." + name;
        if (!(node instanceof Node.Mapping(Mark start, List<Node.Entry> entries))) {
            return new Cursor(at, path, null);
        }
        Node.@Nullable Entry found = null;
        for (Node.Entry entry : entries) {
            if (entry.key().equals(name)) {
                found = entry;
            } else if (entry.key().equalsIgnoreCase(name)
                    && (found == null || !found.key().equals(name))) {
                found = entry;
            }
        }
        return found == null
                ? new Cursor(start, path, null)
                : new Cursor(found.value().at(), path, found.value());
    }

    /** The items of a list; none where no list is. */
    List<Cursor> items() {
        List<Cursor> cursors = new ArrayList<>();
        if (node instanceof Node.Sequence(Mark start, List<Node> items)) {
            for (int i = 0; i < items.size(); i++) {
                cursors.add(new Cursor(items.get(i).at(), field + "[" + i + "]", items.get(i)));
            }
        }
        return cursors;
    }

    boolean isList() {
        return node instanceof Node.Sequence;
    }

    boolean isMapping() {
        return node instanceof Node.Mapping;
    }

    /** A mapping in which every value is null or empty text. */
    boolean isBlank() {
        return node instanceof Node.Mapping(Mark start, List<Node.Entry> entries)
                && entries.stream()
                        .map(Node.Entry::value)
                        .allMatch(value ->
                                value instanceof Node.Null
                                        || (value instanceof Node.Text text
                                                && text.value().isEmpty()));
    }

    /** Nothing is written, or null. */
    boolean isNull() {
        return node == null || node instanceof Node.Null;
    }

    /** Text, or the text of a number or boolean; empty where there is none. */
    String text() {
        return node == null ? "" : node.asText();
    }

    boolean isTrue() {
        return node instanceof Node.Bool bool && bool.value();
    }

    Optional<BigDecimal> number() {
        return node instanceof Node.Numeric number && number.isFinite()
                ? Optional.of(new BigDecimal(number.literal()))
                : Optional.empty();
    }
}
