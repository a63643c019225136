package dev.fairlead.route.read;

/**
 * Something wrong or surprising at one place of a text.
 *
 * @param severity whether it prevents the profile
 * @param source name of the file, or what else tells the reader where the text is from
 * @param line from 1
 * @param column from 1
 * @param field path of the value, such as {@code spec.routes[2].condition.pathRegex}; empty where
 *     the whole document is meant
 * @param text one sentence without the field
 */
public record Problem(
        Severity severity, String source, int line, int column, String field, String text) {

    /** {@code file:line:column: error: field: text}. */
    @Override
    public String toString() {
        String where = source + ":" + line + ":" + column + ": " + severity.text() + ": ";
        return field.isEmpty() ? where + text : where + field + ": " + text;
    }
}
