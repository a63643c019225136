package dev.fairlead.metrics;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * Label names and values as they stand between the braces of a sample, in the order they are added.
 *
 * <p>Label sets are kept as this text: it is their identity, and a scrape copies it out. Values are
 * escaped as the text exposition format demands (version 0.0.4: backslash, double quote, line
 * feed).
 */
final class LabelText {
    /** The value of every label of an overflow series. */
    static final String OVERFLOW = "overflow";

    private final StringBuilder text = new StringBuilder(160);
    private final Set<String> names = new HashSet<>();

    /** One label. */
    static String of(String name, String value) {
        return new LabelText().add(name, value).toString();
    }

    /** The labels of a meter with these values, one for each name. */
    static String of(ProxyMeter meter, List<String> values) {
        List<String> names = meter.labels();
        if (names.size() != values.size()) {
            throw new IllegalArgumentException(
                    "values: "
                            + values.size()
                            + " (expected: "
                            + names.size()
                            + ", for "
                            + names
                            + ')');
        }
        LabelText labels = new LabelText();
        for (int i = 0; i < names.size(); i++) {
            labels.add(names.get(i), values.get(i));
        }
        return labels.toString();
    }

    /** The fixed labels of a meter, each with the value {@link #OVERFLOW}. */
    static String overflow(ProxyMeter meter) {
        LabelText labels = new LabelText();
        meter.labels().stream()
                .filter(name -> !name.endsWith("*"))
                .forEach(name -> labels.add(name, OVERFLOW));
        return labels.toString();
    }

    LabelText add(String name, String value) {
        String unique = name;
        while (!names.add(unique)) {
            // Two keys that differ only in characters that a label name cannot have.
            unique += '_';
        }
        if (!text.isEmpty()) {
            text.append(',');
        }
        text.append(unique).append("=\"");
        escape(value);
        text.append('"');
        return this;
    }

    /**
     * Adds labels whose names come from a configuration: in order, what a label name cannot hold
     * made an underscore.
     */
    LabelText addAll(String prefix, SortedMap<String, String> labels) {
        labels.forEach((name, value) -> add(prefix + legal(name), value));
        return this;
    }

    /** Adds the labels {@code target_addr}, {@code target_ip} and {@code target_port}. */
    LabelText addTarget(InetSocketAddress target) {
        String ip = AddressText.ip(target.getAddress());
        String port = Integer.toString(target.getPort());
        add("target_addr", (ip.indexOf(':') < 0 ? ip : '[' + ip + ']') + ':' + port);
        return add("target_ip", ip).add("target_port", port);
    }

    /** Adds what is known of TLS: {@code tls} itself first, then what explains it. */
    LabelText addTls(SortedMap<String, String> tls) {
        String state = tls.get(TlsLabels.TLS);
        if (state != null) {
            add(TlsLabels.TLS, state);
        }
        tls.forEach((name, value) -> {
            if (!name.equals(TlsLabels.TLS)) {
                add(legal(name), value);
            }
        });
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(c);
            }
        }
    }

    private static String legal(String name) {
        return name.replaceAll("[^a-zA-Z0-9_]", "_");
    }
}
