package dev.fairlead.e2e;

import dev.fairlead.cli.stats.Sample;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A scrape.
 *
 * @param samples in the order of the page
 */
record Counts(List<Sample> samples) {
    /** Stands for requests that no route matched: their series has no {@code rt_} label. */
    static final String DEFAULT_ROUTE = "[DEFAULT]";

    Counts {
        samples = List.copyOf(samples);
    }

    /** The sum of a family's samples that have these labels: {@code "direction", "inbound", …}. */
    long sum(String name, String... labels) {
        return (long) exactSum(name, labels);
    }

    /** The same with its fractions. */
    double exactSum(String name, String... labels) {
        double sum = 0;
        for (Sample sample : samples) {
            if (sample.name().equals(name) && has(sample, labels)) {
                sum += sample.value();
            }
        }
        return sum;
    }

    /** {@code route_request_total} by {@code rt_route}, of one direction; without zeros. */
    Map<String, Long> requestsByRoute(String direction) {
        return byRoute("route_request_total", "direction", direction);
    }

    /** A family by {@code rt_route}, of the samples that have these labels; without zeros. */
    Map<String, Long> byRoute(String name, String... labels) {
        Map<String, Long> routes = new TreeMap<>();
        for (Sample sample : samples) {
            if (sample.name().equals(name) && has(sample, labels) && sample.value() > 0) {
                String route = sample.labels().getOrDefault("rt_route", DEFAULT_ROUTE);
                routes.merge(route, (long) sample.value(), Long::sum);
            }
        }
        return routes;
    }

    /** {@code route_response_total} by status, of the samples that have these labels. */
    Map<String, Long> responsesByStatus(String... labels) {
        Map<String, Long> statuses = new TreeMap<>();
        for (Sample sample : samples) {
            if (sample.name().equals("route_response_total") && has(sample, labels)) {
                statuses.merge(sample.label("status_code"), (long) sample.value(), Long::sum);
            }
        }
        return statuses;
    }

    private static boolean has(Sample sample, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!sample.label(labels[i]).equals(labels[i + 1])) {
                return false;
            }
        }
        return true;
    }

    /** Only what has to do with requests: the rest of the page is noise in a message. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Sample sample : samples) {
            if (sample.name().endsWith("_total") && sample.value() > 0) {
                text.append('\n').append(sample);
            }
        }
        return text.toString();
    }
}
