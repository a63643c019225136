package dev.fairlead.proxy;

import dev.fairlead.discovery.NameRules;
import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.EndpointLabels;
import dev.fairlead.metrics.TlsLabels;
import dev.fairlead.metrics.TransportLabels;
import dev.fairlead.proxy.config.ProxyConfig;
import dev.fairlead.proxy.exchange.AuthorityRouting;
import dev.fairlead.proxy.exchange.Routing;
import dev.fairlead.proxy.transport.OriginalDestination;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Optional;

/**
 * The application's own connections. A redirected one goes where it was meant to go, whatever its
 * requests say; one made to the proxy itself goes where each request's authority says, and must be
 * HTTP.
 */
final class OutboundConnections extends ClientConnections {
    private final NameRules names;

    OutboundConnections(ProxyConfig config, OwnAddresses own, NameRules names) {
        super(Direction.OUTBOUND, config, config.outbound().direction(), own);
        this.names = names;
    }

    @Override
    Optional<InetSocketAddress> target(OriginalDestination original) {
        return Optional.of(original.address());
    }

    @Override
    boolean leads(OriginalDestination original) {
        return original.redirected();
    }

    @Override
    Optional<InetSocketAddress> opaqueTarget(OriginalDestination original) {
        return original.redirected() ? Optional.of(original.address()) : Optional.empty();
    }

    @Override
    Routing routing(ProxyLoop.Half half, OriginalDestination original) {
        return original.redirected()
                ? _ -> half.destinations().original(original.address())
                : new AuthorityRouting(half.destinations(), names);
    }

    @Override
    TransportLabels sourceLabels(InetSocketAddress target) {
        return TransportLabels.outboundSource(target);
    }

    @Override
    TransportLabels destinationLabels(InetSocketAddress target) {
        return TransportLabels.outboundDestination(
                new EndpointLabels(
                        Direction.OUTBOUND,
                        Optional.empty(),
                        target,
                        target.getAddress().isLoopbackAddress()
                                ? TlsLabels.LOOPBACK
                                : TlsLabels.NOT_PROVIDED_BY_SERVICE_DISCOVERY,
                        Collections.emptySortedMap()));
    }
}
