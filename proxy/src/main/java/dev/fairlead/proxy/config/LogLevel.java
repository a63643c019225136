package dev.fairlead.proxy.config;

import java.util.Locale;
import java.util.Optional;

/** How much is logged, from most to nothing. */
public enum LogLevel {
    TRACE("5"),
    DEBUG("4"),
    INFO("3"),
    WARN("2"),
    ERROR("1"),
    OFF("0");

    private final String number;

    LogLevel(String number) {
        this.number = number;
    }

    /** Reads a name in any case, or 0 (off) to 5 (trace); empty when the text is neither. */
    static Optional<LogLevel> parse(String text) {
        for (LogLevel level : values()) {
            if (level.name().equalsIgnoreCase(text) || level.number.equals(text)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /** The name in a filter: lower-case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
