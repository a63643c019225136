package dev.fairlead.proxy;

import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.LoopMetrics;
import dev.fairlead.metrics.TransportLabels;
import dev.fairlead.metrics.TransportMeters;
import dev.fairlead.proxy.config.DirectionConfig;
import dev.fairlead.proxy.config.Http2Config;
import dev.fairlead.proxy.config.ProxyConfig;
import dev.fairlead.proxy.exchange.ClientExchanges;
import dev.fairlead.proxy.exchange.MeteredBytes;
import dev.fairlead.proxy.exchange.Routing;
import dev.fairlead.proxy.http.Http1Codecs;
import dev.fairlead.proxy.http.Http2Codecs;
import dev.fairlead.proxy.http.Http2Terms;
import dev.fairlead.proxy.transport.DetectionResult;
import dev.fairlead.proxy.transport.LastHandler;
import dev.fairlead.proxy.transport.OriginalDestination;
import dev.fairlead.proxy.transport.Protocol;
import dev.fairlead.proxy.transport.ProtocolChosen;
import dev.fairlead.proxy.transport.ProtocolDetector;
import dev.fairlead.proxy.transport.TcpRelay;
import dev.fairlead.proxy.transport.TransportMetricsHandler;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up the connections that clients make, for one direction.
 *
 * <pre>
 *  metrics             bytes, opens, closes
 *  protocol-detector   leaves when the first bytes have decided
 *  codec, edge         HTTP; or the relay, for what is not
 *  last                whatever nobody took
 * </pre>
 */
abstract class ClientConnections {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClientConnections.class);

    private final Direction direction;
    private final ProxyConfig config;
    private final DirectionConfig of;
    private final OwnAddresses own;

    ClientConnections(
            Direction direction, ProxyConfig config, DirectionConfig of, OwnAddresses own) {
        this.direction = direction;
        this.config = config;
        this.of = of;
        this.own = own;
    }

    /** Where an accepted connection leads; empty if nowhere, with the reason already logged. */
    abstract Optional<InetSocketAddress> target(OriginalDestination original);

    /** Whether the target is where its bytes will go, and not only where it was made to. */
    abstract boolean leads(OriginalDestination original);

    /** Where its bytes go if they are not HTTP; empty if nowhere. */
    abstract Optional<InetSocketAddress> opaqueTarget(OriginalDestination original);

    abstract Routing routing(ProxyLoop.Half half, OriginalDestination original);

    /** How HTTP/2 is spoken with a client. */
    Http2Config http2(InetAddress peer) {
        return of.http2();
    }

    abstract TransportLabels sourceLabels(InetSocketAddress target);

    /** Labels of the connection that carries the bytes of an opaque one to its target. */
    abstract TransportLabels destinationLabels(InetSocketAddress target);

    /** Sets up {@code client}, on {@code loop}. */
    final void accept(Channel client, ProxyLoop loop) {
        OriginalDestination original = OriginalDestination.of(client);
        ProxyLoop.Half half = loop.half(direction);
        Optional<InetSocketAddress> target = target(original);
        if (target.isEmpty()) {
            refuse(client, half, original, "no destination");
            return;
        }
        if (leads(original) && own.comesBack(direction, target.get())) {
            refuse(client, half, original, "loop");
            return;
        }
        addMetrics(client, half.metrics(), sourceLabels(target.get()));
        if (original.redirected() && of.opaquePorts().contains(original.address().getPort())) {
            relay(client, half, original);
        } else {
            detect(client, half, original);
        }
    }

    private static void addMetrics(Channel channel, LoopMetrics metrics, TransportLabels labels) {
        TransportMeters meters = metrics.transport(labels);
        channel.closeFuture().addListener(_ -> meters.close());
        channel.pipeline()
                .addLast(
                        TransportMetricsHandler.NAME,
                        new TransportMetricsHandler(new MeteredBytes(meters)));
    }

    private void detect(Channel client, ProxyLoop.Half half, OriginalDestination original) {
        client.pipeline()
                .addLast(
                        ProtocolDetector.NAME,
                        new ProtocolDetector(
                                positive(of.detectTimeout()),
                                new ProtocolChosen() {
                                    @Override
                                    public void chosen(
                                            ChannelHandlerContext ctx, Protocol protocol) {
                                        client.pipeline().remove(LastHandler.NAME);
                                        install(client, half, original, protocol);
                                    }

                                    @Override
                                    public void detected(DetectionResult result, Duration elapsed) {
                                        half.meters().detection().count(result);
                                    }
                                }))
                .addLast(LastHandler.NAME, new LastHandler());
    }

    private static Duration positive(Duration timeout) {
        return timeout.isPositive() ? timeout : Duration.ofMillis(1);
    }

    private void install(
            Channel client, ProxyLoop.Half half, OriginalDestination original, Protocol protocol) {
        ChannelPipeline pipeline = client.pipeline();
        switch (protocol) {
            case HTTP_1 -> {
                Http1Codecs.addServer(
                        pipeline, config.http(), of.detectTimeout(), exchanges(half, original));
                pipeline.addLast(LastHandler.NAME, new LastHandler());
            }
            case HTTP_2 -> {
                Http2Codecs.addServer(
                        pipeline,
                        new Http2Terms(
                                config.http(),
                                http2(peerOf(client)),
                                half.meters().guards(),
                                direction == Direction.INBOUND),
                        of.detectTimeout(),
                        exchanges(half, original));
                pipeline.addLast(LastHandler.NAME, new LastHandler());
            }
            case OPAQUE -> relay(client, half, original);
        }
    }

    private static InetAddress peerOf(Channel client) {
        return ((InetSocketAddress) client.remoteAddress()).getAddress();
    }

    private ClientExchanges exchanges(ProxyLoop.Half half, OriginalDestination original) {
        return new ClientExchanges(half.side(), routing(half, original));
    }

    private void relay(Channel client, ProxyLoop.Half half, OriginalDestination original) {
        Optional<InetSocketAddress> target = opaqueTarget(original);
        if (target.isEmpty()) {
            refuse(client, half, original, "not HTTP, and nothing says where to");
            return;
        }
        client.pipeline().addLast(LastHandler.NAME, new LastHandler());
        TcpRelay.connect(client, connector(half, target.get()), target.get())
                .addListener(connect -> {
                    if (!connect.isSuccess()) {
                        half.meters().tcpErrors().count(TcpErrors.Problem.IO, target.get());
                    }
                });
    }

    private Bootstrap connector(ProxyLoop.Half half, InetSocketAddress target) {
        return half.connecting()
                .clone()
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel server) {
                                addMetrics(server, half.metrics(), destinationLabels(target));
                                server.pipeline().addLast(LastHandler.NAME, new LastHandler());
                            }
                        });
    }

    private void refuse(
            Channel client, ProxyLoop.Half half, OriginalDestination original, String reason) {
        half.meters().tcpErrors().count(TcpErrors.Problem.UNEXPECTED, original.address());
        LOGGER.atWarn()
                .addKeyValue("direction", direction.label())
                .addKeyValue("originalDestination", original.address())
                .addKeyValue("reason", reason)
                .log("connection refused");
        client.close().addListener(_ -> {});
    }
}
