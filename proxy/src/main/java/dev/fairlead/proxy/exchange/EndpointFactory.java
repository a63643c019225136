package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.EndpointLabels;
import dev.fairlead.metrics.TlsLabels;
import dev.fairlead.metrics.TransportLabels;
import dev.fairlead.metrics.TransportMeters;
import dev.fairlead.proxy.balance.Breaker;
import dev.fairlead.proxy.pool.ConnectionPool;
import java.util.Optional;
import java.util.SortedMap;

/** Makes what a destination keeps for its endpoints. */
final class EndpointFactory {
    private static final int HTTP_PORT = 80;

    private final LoopSide side;

    EndpointFactory(LoopSide side) {
        this.side = side;
    }

    UpstreamEndpoint make(Endpoint endpoint, Optional<Authority> service) {
        EndpointLabels labels = labels(endpoint, service);
        TransportMeters transport =
                side.metrics()
                        .transport(
                                side.direction() == Direction.INBOUND
                                        ? TransportLabels.inboundDestination()
                                        : TransportLabels.outboundDestination(labels));
        ConnectionPool pool =
                new ConnectionPool(
                        side.connectors().to(endpoint.address(), new MeteredBytes(transport)),
                        side.config().pool(),
                        side.loop(),
                        side.nanoClock());
        return new UpstreamEndpoint(
                pool,
                side.metrics().endpoint(labels),
                transport,
                new Breaker(side.nanoClock(), side.random()),
                new BreakerMeters(
                        side.metrics(),
                        side.direction(),
                        service.map(Authority::toString).orElse("")));
    }

    private EndpointLabels labels(Endpoint endpoint, Optional<Authority> service) {
        Optional<String> authority =
                side.direction() == Direction.INBOUND
                        ? Optional.empty()
                        : service.map(EndpointFactory::authorityLabel);
        return new EndpointLabels(
                side.direction(), authority, endpoint.address(), tls(endpoint), endpoint.labels());
    }

    private static String authorityLabel(Authority service) {
        return service.port() == HTTP_PORT ? service.name() : service.toString();
    }

    private SortedMap<String, String> tls(Endpoint endpoint) {
        if (side.direction() == Direction.INBOUND) {
            return TlsLabels.NO_TLS_FROM_REMOTE;
        }
        return endpoint.address().getAddress().isLoopbackAddress()
                ? TlsLabels.LOOPBACK
                : TlsLabels.NOT_PROVIDED_BY_SERVICE_DISCOVERY;
    }
}
