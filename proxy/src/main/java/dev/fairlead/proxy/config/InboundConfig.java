package dev.fairlead.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/**
 * The inbound side.
 *
 * @param direction what both directions have
 * @param service whose profile applies to requests that arrive; empty leaves it to the request's
 *     authority
 * @param app where connections go that were made to the listener itself instead of being redirected
 *     to it; empty when the proxy only serves redirected ones
 * @param addresses the original destinations that are accepted; empty accepts any
 * @param mesh where other proxies of the mesh are
 */
public record InboundConfig(
        DirectionConfig direction,
        Optional<ServiceName> service,
        Optional<InetSocketAddress> app,
        Set<InetAddress> addresses,
        Networks mesh) {
    public InboundConfig {
        addresses = Set.copyOf(addresses);
    }
}
