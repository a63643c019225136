package dev.fairlead.proxy;

import dev.fairlead.discovery.DiscoveryStatus.Invalid;
import dev.fairlead.metrics.ProxyMeter;
import dev.fairlead.metrics.ProxyMetrics;
import dev.fairlead.metrics.Registration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps {@code profile_invalid} at 1 for each source that cannot be used, and away for others. */
final class InvalidProfiles {
    private final ProxyMetrics metrics;
    private final Map<String, Registration> shown = new HashMap<>();

    InvalidProfiles(ProxyMetrics metrics) {
        this.metrics = metrics;
    }

    /** Shows exactly these. Called before each scrape, by one thread at a time. */
    synchronized void show(List<Invalid> invalid) {
        Set<String> sources = new HashSet<>();
        invalid.forEach(problem -> sources.add(problem.source()));
        shown.entrySet()
                .removeIf(entry -> {
                    boolean mended = !sources.contains(entry.getKey());
                    if (mended) {
                        entry.getValue().close();
                    }
                    return mended;
                });
        for (String source : sources) {
            shown.computeIfAbsent(
                    source,
                    name -> metrics.gauge(ProxyMeter.PROFILE_INVALID, List.of(name), () -> 1));
        }
    }
}
