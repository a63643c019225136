package dev.fairlead.metrics;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Labels that several tests use. */
final class TestLabels {
    static final SortedMap<String, String> NONE = new TreeMap<>();

    private TestLabels() {}

    static SortedMap<String, String> route(String name) {
        return new TreeMap<>(Map.of("route", name));
    }

    static InetSocketAddress address(String ip, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(ip), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static EndpointLabels endpoint(String ip, int port) {
        return new EndpointLabels(
                Direction.OUTBOUND,
                Optional.of("books.default.svc.cluster.local:7002"),
                address(ip, port),
                TlsLabels.NOT_PROVIDED_BY_SERVICE_DISCOVERY,
                new TreeMap<>(Map.of("pod", "books-1", "namespace", "default")));
    }
}
