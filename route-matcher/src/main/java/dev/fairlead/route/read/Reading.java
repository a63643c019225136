package dev.fairlead.route.read;

import java.util.List;

/**
 * What a text says.
 *
 * @param documents the profiles without errors, in order
 * @param problems all of them, in the order of their positions
 */
public record Reading(List<Document> documents, List<Problem> problems) {

    public Reading {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
    }

    /** Whether some document cannot be used. */
    public boolean hasErrors() {
        return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }
}
