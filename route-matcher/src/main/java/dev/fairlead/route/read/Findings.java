package dev.fairlead.route.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with one document, in the order in which it is found. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();

    void error(Mark at, String field, String text) {
        all.add(new Finding(Severity.ERROR, at, field, text, Optional.empty()));
    }

    void error(Cursor where, String text) {
        error(where.at(), where.field(), text);
    }

    /** An error that Linkerd reports too, in its own words. */
    void error(Cursor where, String text, String linkerd) {
        all.add(new Finding(Severity.ERROR, where.at(), where.field(), text, Optional.of(linkerd)));
    }

    void warning(Mark at, String field, String text) {
        all.add(new Finding(Severity.WARNING, at, field, text, Optional.empty()));
    }

    void warning(Cursor where, String text) {
        warning(where.at(), where.field(), text);
    }

    void add(Finding finding) {
        all.add(finding);
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    boolean hasErrors() {
        return all.stream().anyMatch(Finding::isError);
    }

    /** What Linkerd would say: it stops at its first error. */
    Optional<String> firstOfLinkerd() {
        return all.stream().flatMap(finding -> finding.linkerd().stream()).findFirst();
    }
}
