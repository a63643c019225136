package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.Http2Config;
import dev.fairlead.proxy.transport.Flusher;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import java.time.Duration;

/** Installs HTTP/2 edges behind their codecs. */
public final class Http2Codecs {
    private Http2Codecs() {}

    /**
     * Adds to the end of a client connection's pipeline.
     *
     * <pre>
     *  http-2-codec     bytes ↔ Http2Frame; flow control, HPACK, guards
     *  flush            one flush per turn
     *  http-2-keep-alive  PINGs to a silent peer, where configured
     *  http-2-edge      Http2Frame ↔ MessageSink, all streams of the connection
     * </pre>
     *
     * @param settingsTimeout how long the client's SETTINGS may take; 0 for any time
     */
    public static void addServer(
            ChannelPipeline pipeline,
            Http2Terms terms,
            Duration settingsTimeout,
            ExchangeFactory exchanges) {
        Http2FrameCodec codec = GuardedCodecBuilder.server(terms, exchanges);
        codec.setCumulator(FrameCumulator.INSTANCE);
        pipeline.addLast("http-2-codec", codec);
        widenConnectionWindow(codec.connection(), terms.http2());
        addFlushAndKeepAlive(pipeline, terms.http2());
        pipeline.addLast(
                "http-2-edge",
                new H2ServerEdge(codec.connection(), terms, settingsTimeout, exchanges));
    }

    /** Adds to the end of an upstream connection's pipeline; the same shape as a client's. */
    public static UpstreamEdge addClient(
            ChannelPipeline pipeline, Http2Terms terms, UpstreamListener listener) {
        Http2FrameCodec codec = GuardedCodecBuilder.client(terms);
        codec.setCumulator(FrameCumulator.INSTANCE);
        pipeline.addLast("http-2-codec", codec);
        addFlushAndKeepAlive(pipeline, terms.http2());
        H2ClientEdge edge = new H2ClientEdge(codec.connection(), terms, listener);
        pipeline.addLast("http-2-edge", edge);
        return edge;
    }

    private static void addFlushAndKeepAlive(ChannelPipeline pipeline, Http2Config limits) {
        pipeline.addLast(Flusher.NAME, new Flusher());
        limits.keepAlive()
                .ifPresent(keepAlive ->
                        pipeline.addLast("http-2-keep-alive", new Http2KeepAlive(keepAlive)));
    }

    /**
     * SETTINGS sizes streams only (RFC 9113 §6.9.2): the connection's window is widened by hand.
     */
    static void widenConnectionWindow(Http2Connection connection, Http2Config limits) {
        Http2LocalFlowController flow = connection.local().flowController();
        int extra =
                limits.windows().connectionBytes() - flow.windowSize(connection.connectionStream());
        if (extra > 0) {
            try {
                flow.incrementWindowSize(connection.connectionStream(), extra);
            } catch (Http2Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
