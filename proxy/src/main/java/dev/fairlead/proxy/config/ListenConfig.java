package dev.fairlead.proxy.config;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The listeners' addresses. Port 0 means any free one.
 *
 * @param inbound where requests to the application arrive
 * @param outbound where the application's own connections arrive: one address, or two of different
 *     families
 * @param admin where metrics, probes and the other admin pages are served
 */
public record ListenConfig(
        InetSocketAddress inbound, List<InetSocketAddress> outbound, InetSocketAddress admin) {
    /** How many outbound listeners there may be: one for IPv4, one for IPv6. */
    public static final int MAX_OUTBOUND = 2;

    public ListenConfig {
        outbound = List.copyOf(outbound);
        if (outbound.isEmpty() || outbound.size() > MAX_OUTBOUND) {
            throw new IllegalArgumentException("outbound: " + outbound + " (expected: 1 or 2)");
        }
    }
}
