package dev.fairlead.route.read;

import java.util.List;
import java.util.Optional;

/**
 * A text as values.
 *
 * @param documents one per YAML document or top-level JSON value
 * @param failure why the text ends early; empty when all of it was read
 */
record Parsed(List<Root> documents, Optional<Failure> failure) {

    /**
     * One document.
     *
     * @param duplicates keys that are given twice in one mapping, inner ones first
     */
    record Root(Node node, List<Duplicate> duplicates) {}

    record Duplicate(Mark at, String field, String key) {}

    record Failure(Mark at, String text) {}

    Parsed {
        documents = List.copyOf(documents);
    }
}
