package dev.fairlead.proxy.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a setting's text means.
 *
 * @param <T> the value's type
 */
public final class SettingType<T> {
    private final String expected;
    private final boolean list;
    private final Function<List<String>, Optional<T>> reader;

    private SettingType(String expected, boolean list, Function<List<String>, Optional<T>> reader) {
        this.expected = expected;
        this.list = list;
        this.reader = reader;
    }

    static <T> SettingType<T> one(String expected, Function<String, Optional<T>> reader) {
        return new SettingType<>(expected, false, items -> reader.apply(items.getFirst()));
    }

    static <T> SettingType<T> list(String expected, Function<List<String>, Optional<T>> reader) {
        return new SettingType<>(expected, true, reader);
    }

    /** The rule, for people: {@code true or false}. */
    public String expected() {
        return expected;
    }

    /** Whether it has items: separated by commas in a variable, a sequence in a file. */
    public boolean isList() {
        return list;
    }

    /** The items of a variable's text: one, unless the type is a list. */
    List<String> items(String text) {
        return list ? List.of(text.split(",", -1)) : List.of(text);
    }

    /** The value, or empty when the items are not one. */
    Optional<T> read(List<String> items) {
        return reader.apply(items);
    }
}
