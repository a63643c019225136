package dev.fairlead.proxy;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.NameRules;
import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.TlsLabels;
import dev.fairlead.metrics.TransportLabels;
import dev.fairlead.proxy.config.Http2Config;
import dev.fairlead.proxy.config.InboundConfig;
import dev.fairlead.proxy.config.ProxyConfig;
import dev.fairlead.proxy.exchange.ApplicationRouting;
import dev.fairlead.proxy.exchange.Routing;
import dev.fairlead.proxy.transport.OriginalDestination;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Connections to the application behind the proxy. A redirected one goes to the address it was
 * meant for, one made to the proxy itself to the configured application.
 */
final class InboundConnections extends ClientConnections {
    private final InboundConfig inbound;
    private final Optional<Authority> service;
    private final NameRules names;
    private final Http2Config http2ForMesh;

    InboundConnections(
            ProxyConfig config, OwnAddresses own, NameRules names, Optional<Authority> service) {
        super(Direction.INBOUND, config, config.inbound().direction(), own);
        this.inbound = config.inbound();
        this.service = service;
        this.names = names;
        this.http2ForMesh = inbound.direction().http2().forMesh();
    }

    @Override
    Optional<InetSocketAddress> target(OriginalDestination original) {
        if (!original.redirected()) {
            return inbound.app();
        }
        boolean allowed =
                inbound.addresses().isEmpty()
                        || inbound.addresses().contains(original.address().getAddress());
        return allowed ? Optional.of(original.address()) : Optional.empty();
    }

    @Override
    boolean leads(OriginalDestination original) {
        return true;
    }

    @Override
    Optional<InetSocketAddress> opaqueTarget(OriginalDestination original) {
        return target(original);
    }

    @Override
    Routing routing(ProxyLoop.Half half, OriginalDestination original) {
        InetSocketAddress application =
                target(original)
                        .orElseThrow(() -> new IllegalStateException("accepted without target"));
        return service.<Routing>map(
                        named -> _ -> half.destinations().configured(application, named))
                .orElseGet(() -> new ApplicationRouting(half.destinations(), names, application));
    }

    @Override
    Http2Config http2(InetAddress peer) {
        return inbound.mesh().contains(peer) ? http2ForMesh : super.http2(peer);
    }

    @Override
    TransportLabels sourceLabels(InetSocketAddress target) {
        return TransportLabels.inboundSource(target, TlsLabels.NO_TLS_FROM_REMOTE);
    }

    @Override
    TransportLabels destinationLabels(InetSocketAddress target) {
        return TransportLabels.inboundDestination();
    }
}
