package dev.fairlead.discovery;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One address that serves a service.
 *
 * @param address resolved address and port
 * @param weight share of traffic relative to the other endpoints of the service, from 1
 * @param protocol which protocol the endpoint asks to be spoken to with
 * @param labels labels of the endpoint's metrics, without their {@code dst_} prefix
 * @param authorityOverride what {@code :authority} or {@code Host} of every request to the endpoint
 *     says instead of what the client wrote, such as {@code books.example.com:8080}; empty when
 *     requests keep their own
 */
public record Endpoint(
        InetSocketAddress address,
        int weight,
        ProtocolHint protocol,
        SortedMap<String, String> labels,
        Optional<String> authorityOverride) {
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

    /** What an endpoint asks for. */
    public enum ProtocolHint {
        /** Nothing: it is spoken to as the client spoke to us. */
        NONE,
        /** HTTP/2 with prior knowledge, whatever the client speaks. */
        HTTP_2,
        /** HTTP/1.1, whatever the client speaks. */
        HTTP_1
    }

    public Endpoint {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address: " + address + " (expected: resolved)");
        }
        if (weight < 1) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: >= 1)");
        }
        authorityOverride.ifPresent(Endpoint::checkAuthority);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** An endpoint that requests reach with the authority they have. */
    public Endpoint(
            InetSocketAddress address,
            int weight,
            ProtocolHint protocol,
            SortedMap<String, String> labels) {
        this(address, weight, protocol, labels, Optional.empty());
    }

    /** An endpoint of weight 1 without a hint and without labels. */
    public static Endpoint of(InetSocketAddress address) {
        return new Endpoint(address, 1, ProtocolHint.NONE, Collections.emptySortedMap());
    }

    /** Whether a text can be the {@link #authorityOverride} of an endpoint. */
    public static boolean isAuthority(String text) {
        return AUTHORITY.matcher(text).matches();
    }

    private static void checkAuthority(String text) {
        if (!isAuthority(text)) {
            throw new IllegalArgumentException(
                    "authorityOverride: " + text + " (expected: HOST or HOST:PORT)");
        }
    }
}
