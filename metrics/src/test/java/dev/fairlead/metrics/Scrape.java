package dev.fairlead.metrics;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A page as it was scraped. */
record Scrape(List<String> lines) {
    static Scrape of(ProxyMetrics metrics) {
        return new Scrape(
                new String(metrics.page().text(), StandardCharsets.UTF_8).lines().toList());
    }

    /** The samples, help and type of families whose names begin so. */
    List<String> family(String prefix) {
        return lines.stream()
                .filter(line ->
                        line.startsWith(prefix)
                                || line.startsWith("# HELP " + prefix)
                                || line.startsWith("# TYPE " + prefix))
                .toList();
    }

    /** The families, in order. */
    List<String> types() {
        return lines.stream()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .toList();
    }

    /** Samples whose lines begin so. */
    List<String> samples(String prefix) {
        return lines.stream().filter(line -> line.startsWith(prefix)).toList();
    }

    /** The value of the one sample whose name and labels are these. */
    double value(String series) {
        List<String> found = samples(series + ' ');
        if (found.size() != 1) {
            throw new AssertionError(series + ": " + found.size() + " samples (expected: 1)");
        }
        return Double.parseDouble(found.getFirst().substring(series.length() + 1));
    }
}
