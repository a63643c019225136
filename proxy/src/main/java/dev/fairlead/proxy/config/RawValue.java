package dev.fairlead.proxy.config;

import java.util.List;

/**
 * A setting as it was written.
 *
 * @param setting which
 * @param items one text, or those of a list
 * @param layer what kind of place it was found in
 * @param place where exactly, for people: the variable, the option, file, line, column and key
 */
record RawValue(Setting<?> setting, List<String> items, Layer layer, String place) {
    private static final int MAX_SHOWN = 80;

    /** The places that settings come from; an earlier one beats a later one. */
    enum Layer {
        OPTION,
        ENVIRONMENT,
        FILE,
        DEFAULT
    }

    RawValue {
        items = List.copyOf(items);
    }

    /** Whether the text means something. {@code U+FFFD} stands for bytes that were not Unicode. */
    boolean isValid() {
        return items.stream().noneMatch(item -> item.indexOf('\ufffd') >= 0)
                && setting.type().read(items).isPresent();
    }

    /** Whether a text without meaning is only worth a warning. */
    boolean isTolerant() {
        return setting.lenient() && layer == Layer.ENVIRONMENT;
    }

    /** What is wrong when the text means nothing. */
    ConfigProblem problem() {
        String text = text();
        String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        return new ConfigProblem(
                place, "\"" + shown + "\" (expected: " + setting.type().expected() + ")");
    }

    String text() {
        return String.join(",", items);
    }
}
