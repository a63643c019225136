package dev.fairlead.proxy;

import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.EndpointLabels;
import dev.fairlead.metrics.HttpMeters;
import dev.fairlead.metrics.LoopMetrics;
import dev.fairlead.metrics.TlsLabels;
import dev.fairlead.metrics.TransportLabels;
import dev.fairlead.metrics.TransportMeters;
import dev.fairlead.proxy.admin.AdminExchanges;
import dev.fairlead.proxy.admin.AdminPages;
import dev.fairlead.proxy.config.ProxyConfig;
import dev.fairlead.proxy.exchange.MeteredBytes;
import dev.fairlead.proxy.http.ExchangeFactory;
import dev.fairlead.proxy.http.Http1Codecs;
import dev.fairlead.proxy.http.Http2Codecs;
import dev.fairlead.proxy.http.Http2Terms;
import dev.fairlead.proxy.transport.LastHandler;
import dev.fairlead.proxy.transport.Protocol;
import dev.fairlead.proxy.transport.ProtocolDetector;
import dev.fairlead.proxy.transport.TransportMetricsHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;

/** Connections to the admin server, on a loop of their own that traffic cannot hold up. */
final class AdminConnections {
    private static final Duration DETECT_TIMEOUT = Duration.ofSeconds(1);

    private final ProxyConfig config;
    private final LoopMetrics metrics;
    private final AdminPages pages;
    private final GuardMeters guards;

    AdminConnections(ProxyConfig config, LoopMetrics metrics, AdminPages pages) {
        this.config = config;
        this.metrics = metrics;
        this.pages = pages;
        this.guards = new GuardMeters(metrics, Direction.INBOUND, GuardMeters.Side.SRC);
    }

    void accept(Channel client) {
        InetSocketAddress self = (InetSocketAddress) client.localAddress();
        InetSocketAddress peer = (InetSocketAddress) client.remoteAddress();
        TransportMeters bytes =
                metrics.transport(
                        TransportLabels.inboundSource(self, TlsLabels.NO_TLS_FROM_REMOTE));
        HttpMeters requests =
                metrics.endpoint(
                        new EndpointLabels(
                                Direction.INBOUND,
                                Optional.empty(),
                                self,
                                TlsLabels.NO_TLS_FROM_REMOTE,
                                Collections.emptySortedMap()));
        client.closeFuture()
                .addListener(_ -> {
                    bytes.close();
                    requests.close();
                });
        ExchangeFactory exchanges =
                new AdminExchanges(pages, requests, peer.getAddress().isLoopbackAddress());
        client.pipeline()
                .addLast(
                        TransportMetricsHandler.NAME,
                        new TransportMetricsHandler(new MeteredBytes(bytes)))
                .addLast(
                        ProtocolDetector.NAME,
                        new ProtocolDetector(
                                DETECT_TIMEOUT,
                                (ctx, protocol) -> install(ctx.pipeline(), protocol, exchanges)));
    }

    private void install(ChannelPipeline pipeline, Protocol protocol, ExchangeFactory exchanges) {
        switch (protocol) {
            case HTTP_1, OPAQUE ->
                    Http1Codecs.addServer(pipeline, config.http(), DETECT_TIMEOUT, exchanges);
            case HTTP_2 ->
                    Http2Codecs.addServer(
                            pipeline,
                            new Http2Terms(
                                    config.http(), config.inbound().direction().http2(), guards),
                            DETECT_TIMEOUT,
                            exchanges);
        }
        pipeline.addLast(LastHandler.NAME, new LastHandler());
    }
}
