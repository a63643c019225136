package dev.fairlead.proxy.config;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * Log lines for people: uptime, level, thread, target, message, keys.
 *
 * <pre>{@code
 * [     0.001234s]  INFO main dev.fairlead.proxy.Listener: listening address=127.0.0.1:4143
 * }</pre>
 *
 * <p>Control characters are escaped, so that nothing that was received can forge a line.
 */
final class PlainLineEncoder extends LineEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
        Instant start = Instant.ofEpochMilli(event.getLoggerContextVO().getBirthTime());
        return line(event, start).getBytes(StandardCharsets.UTF_8);
    }

    /** The line of an event of a process that began at {@code start}. */
    static String line(ILoggingEvent event, Instant start) {
        StringBuilder line = new StringBuilder(160);
        line.append('[').append(uptime(Duration.between(start, event.getInstant()))).append("s] ");
        String level = event.getLevel().toString();
        line.repeat(' ', Math.max(0, 5 - level.length())).append(level).append(' ');
        escape(line, event.getThreadName());
        line.append(' ').append(event.getLoggerName()).append(": ");
        escape(line, event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                line.append(' ').append(pair.key).append('=');
                value(line, String.valueOf(pair.value));
            }
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    private static String uptime(Duration uptime) {
        long micros = Math.max(0, uptime.toNanos() / 1000);
        return String.format(Locale.ROOT, "%6d.%06d", micros / 1_000_000, micros % 1_000_000);
    }

    private static void value(StringBuilder line, String value) {
        boolean bare = !value.isEmpty() && value.chars().noneMatch(c -> c <= ' ' || c == '"');
        if (bare) {
            escape(line, value);
            return;
        }
        line.append('"');
        escape(line, value.replace("\\", "\\\\").replace("\"", "\\\""));
        line.append('"');
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }
}
