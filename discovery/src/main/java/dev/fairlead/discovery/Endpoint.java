package dev.fairlead.discovery;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One address that serves a service.
 *
 * @param address resolved address and port
 * @param weight share of traffic relative to the other endpoints of the service, from 1
 * @param protocol which protocol the endpoint asks to be spoken to with
 * @param labels labels of the endpoint's metrics, without their {@code dst_} prefix
 */
public record Endpoint(
        InetSocketAddress address,
        int weight,
        ProtocolHint protocol,
        SortedMap<String, String> labels) {
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
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** An endpoint of weight 1 without a hint and without labels. */
    public static Endpoint of(InetSocketAddress address) {
        return new Endpoint(address, 1, ProtocolHint.NONE, Collections.emptySortedMap());
    }
}
