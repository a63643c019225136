package dev.fairlead.metrics;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels of the families {@code request_total}, {@code response_total} and {@code
 * response_latency_ms}.
 *
 * @param authority the name of the backend, without the port if that is 80; never what a client
 *     sent
 * @param target the endpoint, resolved
 * @param tlsLabels one of the constants of {@link TlsLabels}, or the like
 * @param dst labels of the endpoint, without their prefix {@code dst_}
 */
public record EndpointLabels(
        Direction direction,
        Optional<String> authority,
        InetSocketAddress target,
        SortedMap<String, String> tlsLabels,
        SortedMap<String, String> dst) {
    public EndpointLabels {
        if (target.isUnresolved()) {
            throw new IllegalArgumentException("target: " + target + " (expected: resolved)");
        }
        tlsLabels = Collections.unmodifiableSortedMap(new TreeMap<>(tlsLabels));
        dst = Collections.unmodifiableSortedMap(new TreeMap<>(dst));
    }

    String text() {
        LabelText text = new LabelText().add("direction", direction.label());
        authority.ifPresent(name -> text.add("authority", name));
        return text.addTarget(target).addTls(tlsLabels).addAll("dst_", dst).toString();
    }
}
