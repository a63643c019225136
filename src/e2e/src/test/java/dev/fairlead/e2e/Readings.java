package dev.fairlead.e2e;

import dev.fairlead.cli.stats.Sample;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What has been counted since a moment. */
final class Readings {
    private final Sidecar sidecar;
    private final Map<String, Double> start;

    private Readings(Sidecar sidecar) {
        this.sidecar = sidecar;
        this.start = values(sidecar.counts());
    }

    /** From now on. */
    static Readings of(Sidecar sidecar) {
        return new Readings(sidecar);
    }

    private static String series(Sample sample) {
        return sample.name() + new TreeMap<>(sample.labels());
    }

    private static Map<String, Double> values(Counts counts) {
        return counts.samples().stream()
                .collect(Collectors.toMap(Readings::series, Sample::value, Double::sum));
    }

    /** What has been added, by series; without those that stood still. */
    Counts now() {
        return new Counts(
                sidecar.counts().samples().stream()
                        .map(sample ->
                                new Sample(
                                        sample.name(),
                                        sample.labels(),
                                        sample.value() - start.getOrDefault(series(sample), 0.0)))
                        .filter(sample -> sample.value() != 0)
                        .toList());
    }

    /** What has been added to the samples of a family with these labels. */
    long sum(String name, String... labels) {
        return now().sum(name, labels);
    }

    /** Waits until so much has been added. */
    void awaitSum(long expected, String name, String... labels) {
        Await.until(
                name + " " + String.join(" ", labels) + " grows by " + expected,
                () -> sum(name, labels),
                sum -> sum == expected);
    }
}
