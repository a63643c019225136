package dev.fairlead.route.read;

import java.util.Locale;

/** Tells JSON from YAML. */
final class SourceText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SourceText() {}

    /** Reads a text by its first character, unless the file's name says that it is YAML. */
    static Parsed parse(String source, String text) {
        String bare = withoutMark(text);
        String name = source.toLowerCase(Locale.ROOT);
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        return !yaml && isJson(bare) ? JsonText.parse(bare) : YamlText.parse(bare);
    }

    /** Whether a text begins as a JSON object or list does. */
    static boolean isJson(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }
}
