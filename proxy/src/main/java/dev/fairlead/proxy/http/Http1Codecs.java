package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.HttpLimits;
import dev.fairlead.proxy.transport.Flusher;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.time.Duration;

/** Installs HTTP/1 edges behind their codecs. */
public final class Http1Codecs {
    static final String CODEC = "http-1-codec";

    private Http1Codecs() {}

    /**
     * Adds to the end of a client connection's pipeline.
     *
     * <pre>
     *  http-1-codec     bytes ↔ HttpObject
     *  flush            one flush per turn
     *  http-1-edge      HttpObject ↔ MessageSink
     * </pre>
     *
     * @param headTimeout how long a request's head may take from its first byte; 0 for any time
     */
    public static void addServer(
            ChannelPipeline pipeline,
            HttpLimits limits,
            Duration headTimeout,
            ExchangeFactory exchanges) {
        Http1RequestDecoder requests = new Http1RequestDecoder(decoder(limits));
        pipeline.addLast(
                CODEC, new CombinedChannelDuplexHandler<>(requests, new HttpResponseEncoder()));
        pipeline.addLast(Flusher.NAME, new Flusher());
        pipeline.addLast("http-1-edge", new H1ServerEdge(requests, limits, headTimeout, exchanges));
    }

    /** Adds to the end of an upstream connection's pipeline; the same shape as a client's. */
    public static UpstreamEdge addClient(
            ChannelPipeline pipeline, HttpLimits limits, UpstreamListener listener) {
        pipeline.addLast(CODEC, new HttpClientCodec(decoder(limits), false, false));
        pipeline.addLast(Flusher.NAME, new Flusher());
        H1ClientEdge edge = new H1ClientEdge(limits, listener);
        pipeline.addLast("http-1-edge", edge);
        return edge;
    }

    private static HttpDecoderConfig decoder(HttpLimits limits) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.maxFirstLineBytes())
                .setMaxHeaderSize(limits.maxHeaderBytes())
                .setMaxChunkSize(64 * 1024);
    }
}
