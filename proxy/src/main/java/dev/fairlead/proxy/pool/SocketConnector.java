package dev.fairlead.proxy.pool;

import dev.fairlead.proxy.http.Http1Codecs;
import dev.fairlead.proxy.http.Http2Codecs;
import dev.fairlead.proxy.http.Http2Terms;
import dev.fairlead.proxy.http.UpstreamListener;
import dev.fairlead.proxy.transport.ByteMeter;
import dev.fairlead.proxy.transport.LastHandler;
import dev.fairlead.proxy.transport.TransportMetricsHandler;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes connections by sockets.
 *
 * <pre>
 *  metrics          bytes, opens, closes
 *  codec, edge      see {@link Http1Codecs}, {@link Http2Codecs}
 *  last             whatever nobody took
 * </pre>
 */
public final class SocketConnector implements Connector {
    private static final Logger LOGGER = LoggerFactory.getLogger(SocketConnector.class);

    private final Bootstrap bootstrap;
    private final InetSocketAddress endpoint;
    private final ByteMeter meter;
    private final Http2Terms terms;

    /**
     * @param bootstrap on the pool's loop, ready but for its handler
     * @param endpoint where to connect to
     * @param meter counts every connection made here
     * @param terms of connections, those over HTTP/1 too
     */
    public SocketConnector(
            Bootstrap bootstrap, InetSocketAddress endpoint, ByteMeter meter, Http2Terms terms) {
        this.bootstrap = bootstrap;
        this.endpoint = endpoint;
        this.meter = meter;
        this.terms = terms;
    }

    @Override
    public void connect(
            HttpProtocol protocol, UpstreamListener listener, Consumer<ConnectFailure> failed) {
        bootstrap
                .clone()
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                install(channel.pipeline(), protocol, listener);
                            }
                        })
                .connect(endpoint)
                .addListener(
                        (ChannelFutureListener)
                                connect -> {
                                    if (!connect.isSuccess()) {
                                        failed.accept(failure(connect.cause()));
                                    }
                                });
    }

    private void install(
            ChannelPipeline pipeline, HttpProtocol protocol, UpstreamListener listener) {
        pipeline.addLast(TransportMetricsHandler.NAME, new TransportMetricsHandler(meter));
        switch (protocol) {
            case HTTP_1 -> Http1Codecs.addClient(pipeline, terms.http(), listener);
            case HTTP_2 -> Http2Codecs.addClient(pipeline, terms, listener);
        }
        pipeline.addLast(LastHandler.NAME, new LastHandler());
    }

    private ConnectFailure failure(Throwable cause) {
        LOGGER.atInfo()
                .addKeyValue("endpoint", endpoint)
                .addKeyValue("error", cause.getMessage())
                .log("connect failed");
        if (cause instanceof ConnectTimeoutException) {
            return ConnectFailure.TIMED_OUT;
        }
        return cause instanceof ConnectException ? ConnectFailure.REFUSED : ConnectFailure.FAILED;
    }
}
