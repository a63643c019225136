package dev.fairlead.cli.stats;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the text exposition format of Prometheus, version 0.0.4. */
public final class MetricsText {
    private final String line;
    private int position;

    private MetricsText(String line) {
        this.line = line;
    }

    /**
     * Reads a page. Comments and blank lines are left out; a timestamp is ignored.
     *
     * @throws IllegalArgumentException when a line is neither a sample nor a comment
     */
    public static List<Sample> parse(String page) {
        return page.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> new MetricsText(line).sample())
                .toList();
    }

    private Sample sample() {
        int end = position;
        while (end < line.length() && line.charAt(end) != '{' && line.charAt(end) != ' ') {
            end++;
        }
        String name = line.substring(0, end);
        position = end;
        Map<String, String> labels = peek() == '{' ? labels() : Map.of();
        String[] rest = line.substring(position).strip().split(" ", -1);
        if (name.isEmpty()) {
            throw unreadable();
        }
        return new Sample(name, labels, value(rest[0]));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        position++;
        while (peek() != '}') {
            int equals = line.indexOf("=\"", position);
            if (equals < 0) {
                throw unreadable();
            }
            String key = line.substring(position, equals);
            position = equals + 2;
            labels.put(key, quoted());
            if (peek() == ',') {
                position++;
            }
        }
        position++;
        return labels;
    }

    /** The rest of a quoted text; leaves the position behind its closing quote. */
    private String quoted() {
        StringBuilder text = new StringBuilder();
        while (peek() != '"') {
            char next = line.charAt(position++);
            if (next == '\\') {
                char escaped = peek();
                position++;
                next = escaped == 'n' ? '\n' : escaped;
            }
            text.append(next);
        }
        position++;
        return text.toString();
    }

    private double value(String text) {
        try {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("metrics line: " + line, e);
        }
    }

    private char peek() {
        if (position >= line.length()) {
            throw unreadable();
        }
        return line.charAt(position);
    }

    private IllegalArgumentException unreadable() {
        return new IllegalArgumentException(
                "metrics line: " + line + " (expected: name{label=\"value\"} number)");
    }
}
