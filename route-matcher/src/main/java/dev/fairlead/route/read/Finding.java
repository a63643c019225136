package dev.fairlead.route.read;

import java.util.Optional;

/**
 * A problem before the name of its source is known.
 *
 * @param linkerd what Linkerd's validator says about it; empty where Linkerd does not mind
 */
record Finding(Severity severity, Mark at, String field, String text, Optional<String> linkerd) {

    boolean isError() {
        return severity == Severity.ERROR;
    }

    Problem in(String source) {
        return new Problem(severity, source, at.line(), at.column(), field, text);
    }
}
