package dev.fairlead.route.read;

import java.util.Optional;

/** Answers as the admission check of Linkerd does. Stateless. */
public final class LinkerdValidator {

    private LinkerdValidator() {}

    /**
     * The first error in Linkerd's order and words.
     *
     * @param text one ServiceProfile as YAML or JSON
     * @return empty when Linkerd admits the object
     */
    public static Optional<String> firstError(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        throw new UnsupportedOperationException(text);
    }
}
