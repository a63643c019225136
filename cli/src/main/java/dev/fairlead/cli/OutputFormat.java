package dev.fairlead.cli;

import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** In which form a command answers. */
public enum OutputFormat {
    /** For people. */
    TEXT,
    /** For programs: one JSON document. */
    JSON;

    static OutputFormat parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "text", "table" -> TEXT;
            case "json" -> JSON;
            default -> throw new TypeConversionException("'" + text + "' (expected: text or json)");
        };
    }
}
