package dev.fairlead.metrics;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels of the {@code tcp_} families. Which of them a connection has depends on its direction
 * and peer; the factory methods are the four cases.
 *
 * @param peer whether the connection comes from its source or goes to its destination
 * @param authority the name of the backend; never what a client sent
 * @param target the address that the connection is for, resolved
 * @param tlsLabels one of the constants of {@link TlsLabels}, or the like
 * @param dst labels of the endpoint, without their prefix {@code dst_}
 */
public record TransportLabels(
        Direction direction,
        Peer peer,
        Optional<String> authority,
        Optional<InetSocketAddress> target,
        SortedMap<String, String> tlsLabels,
        SortedMap<String, String> dst) {
    /** The end of a connection that is not the proxy. */
    public enum Peer {
        /** Who connected to the proxy. */
        SRC("src"),
        /** Whom the proxy connected to. */
        DST("dst");

        private final String label;

        Peer(String label) {
            this.label = label;
        }

        /** The value of the label {@code peer}. */
        public String label() {
            return label;
        }
    }

    public TransportLabels {
        target.filter(InetSocketAddress::isUnresolved)
                .ifPresent(address -> {
                    throw new IllegalArgumentException(
                            "target: " + address + " (expected: resolved)");
                });
        tlsLabels = Collections.unmodifiableSortedMap(new TreeMap<>(tlsLabels));
        dst = Collections.unmodifiableSortedMap(new TreeMap<>(dst));
    }

    /**
     * A connection from a client to the application; made after TLS detection, as the labels need
     * its result.
     */
    public static TransportLabels inboundSource(
            InetSocketAddress target, SortedMap<String, String> tlsLabels) {
        return new TransportLabels(
                Direction.INBOUND,
                Peer.SRC,
                Optional.empty(),
                Optional.of(target),
                tlsLabels,
                Collections.emptySortedMap());
    }

    /** A connection of the proxy to the application. */
    public static TransportLabels inboundDestination() {
        return new TransportLabels(
                Direction.INBOUND,
                Peer.DST,
                Optional.empty(),
                Optional.empty(),
                TlsLabels.LOOPBACK,
                Collections.emptySortedMap());
    }

    /** A connection of the application to the proxy, by its original destination. */
    public static TransportLabels outboundSource(InetSocketAddress originalDestination) {
        return new TransportLabels(
                Direction.OUTBOUND,
                Peer.SRC,
                Optional.empty(),
                Optional.of(originalDestination),
                TlsLabels.LOOPBACK,
                Collections.emptySortedMap());
    }

    /** A connection of the proxy to an endpoint, with the labels that its requests have too. */
    public static TransportLabels outboundDestination(EndpointLabels endpoint) {
        return new TransportLabels(
                Direction.OUTBOUND,
                Peer.DST,
                endpoint.authority(),
                Optional.of(endpoint.target()),
                endpoint.tlsLabels(),
                endpoint.dst());
    }

    String text() {
        LabelText text =
                new LabelText().add("direction", direction.label()).add("peer", peer.label());
        authority.ifPresent(name -> text.add("authority", name));
        target.ifPresent(text::addTarget);
        return text.addTls(tlsLabels).addAll("dst_", dst).toString();
    }
}
