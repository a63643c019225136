package dev.fairlead.route.read;

import java.util.Locale;

/** How much a problem matters. */
public enum Severity {
    /** It has no meaning: the document yields no profile. */
    ERROR,
    /** It has a meaning that may surprise: the document counts. */
    WARNING;

    /** In lower case, as in messages. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
