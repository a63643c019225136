package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.ProxyMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scrape page, line by line. */
record Page(List<String> lines) {
    static Page of(ProxyMetrics metrics) {
        return new Page(
                new String(metrics.page().text(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .toList());
    }

    /** The samples of a family, with their labels and values. */
    List<String> family(String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .toList();
    }

    /** The sum of the samples of a family that hold all of {@code parts}. */
    double sum(String name, String... parts) {
        return family(name).stream()
                .filter(line -> List.of(parts).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
