package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.Http2Config;
import dev.fairlead.proxy.config.HttpLimits;
import dev.fairlead.proxy.transport.Flusher;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;

/** Installs HTTP/2 edges behind their codecs. */
public final class Http2Codecs {
    private static final int MAX_QUEUED_CONTROL_FRAMES = 1000;

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
            HttpLimits http,
            Http2Config limits,
            Duration settingsTimeout,
            ExchangeFactory exchanges) {
        Http2FrameCodec codec =
                guarded(Http2FrameCodecBuilder.forServer(), limits)
                        .initialSettings(
                                settings(http, limits)
                                        .maxConcurrentStreams(limits.maxConcurrentStreams()))
                        .build();
        codec.setCumulator(FrameCumulator.INSTANCE);
        pipeline.addLast("http-2-codec", codec);
        widenConnectionWindow(codec.connection(), limits);
        addFlushAndKeepAlive(pipeline, limits);
        pipeline.addLast(
                "http-2-edge", new H2ServerEdge(codec.connection(), settingsTimeout, exchanges));
    }

    /** Adds to the end of an upstream connection's pipeline; the same shape as a client's. */
    public static UpstreamEdge addClient(
            ChannelPipeline pipeline,
            HttpLimits http,
            Http2Config limits,
            UpstreamListener listener) {
        Http2FrameCodec codec =
                guarded(Http2FrameCodecBuilder.forClient(), limits)
                        .initialSettings(settings(http, limits).pushEnabled(false))
                        .build();
        codec.setCumulator(FrameCumulator.INSTANCE);
        pipeline.addLast("http-2-codec", codec);
        addFlushAndKeepAlive(pipeline, limits);
        H2ClientEdge edge = new H2ClientEdge(codec.connection(), limits, listener);
        pipeline.addLast("http-2-edge", edge);
        return edge;
    }

    private static Http2FrameCodecBuilder guarded(
            Http2FrameCodecBuilder builder, Http2Config limits) {
        Http2Config.ResetGuard guard = limits.resetGuard();
        int windowSeconds = Math.toIntExact(guard.window().toSeconds());
        return builder.validateHeaders(true)
                .gracefulShutdownTimeoutMillis(0)
                .encoderEnforceMaxQueuedControlFrames(MAX_QUEUED_CONTROL_FRAMES)
                .decoderEnforceMaxRstFramesPerWindow(guard.maxResets(), windowSeconds)
                .encoderEnforceMaxRstFramesPerWindow(guard.maxResets(), windowSeconds);
    }

    private static Http2Settings settings(HttpLimits http, Http2Config limits) {
        return new Http2Settings()
                .initialWindowSize(limits.windows().streamBytes())
                .maxFrameSize(limits.maxFrameBytes())
                .maxHeaderListSize(Math.min(http.maxHeaderBytes(), limits.maxHeaderListBytes()));
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
