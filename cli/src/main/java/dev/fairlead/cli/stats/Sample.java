package dev.fairlead.cli.stats;

import java.util.Map;

/**
 * One line of a metrics page.
 *
 * @param name with its suffix: {@code route_response_latency_ms_bucket}
 * @param labels unescaped
 * @param value may be {@code NaN} or infinite
 */
public record Sample(String name, Map<String, String> labels, double value) {
    public Sample {
        labels = Map.copyOf(labels);
    }

    /** The value of a label, empty when it has none. */
    public String label(String key) {
        return labels.getOrDefault(key, "");
    }
}
