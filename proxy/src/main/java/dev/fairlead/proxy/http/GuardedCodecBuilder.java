package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.Http2Config.ResetGuard;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.function.Consumer;

/**
 * Makes codecs with every guard set on purpose: none is left to a default, which differs between
 * the sides of a connection and between releases of the codec.
 */
final class GuardedCodecBuilder
        extends AbstractHttp2ConnectionHandlerBuilder<Http2FrameCodec, GuardedCodecBuilder> {
    /**
     * Pieces of one head below 8 KiB; a head of 64 KiB in frames of any size from that has none.
     */
    private static final int MAX_SMALL_CONTINUATIONS = 16;

    /** Frames of a body in a row that are empty and do not end it: nobody has a use for one. */
    private static final int MAX_EMPTY_DATA_FRAMES = 2;

    /** Answers to PING and SETTINGS, and resets, that the peer has not read. */
    private static final int MAX_QUEUED_CONTROL_FRAMES = 1000;

    private final Http2Terms terms;
    private final Consumer<MessageSink> headTooLarge;

    private GuardedCodecBuilder(
            boolean server, Http2Terms terms, Consumer<MessageSink> headTooLarge) {
        this.terms = terms;
        this.headTooLarge = headTooLarge;
        server(server);
        initialSettings(settings(server));
        validateHeaders(true);
        validateRequiredPseudoHeaders(server);
        gracefulShutdownTimeoutMillis(0);
        guard();
    }

    /** For a connection that a client has made. */
    static Http2FrameCodec server(Http2Terms terms, ExchangeFactory exchanges) {
        return new GuardedCodecBuilder(
                        true,
                        terms,
                        answer -> exchanges.refuse(RequestProblem.HEADERS_TOO_LARGE, answer))
                .build();
    }

    /** For a connection to a server. */
    static Http2FrameCodec client(Http2Terms terms) {
        return new GuardedCodecBuilder(false, terms, answer -> {}).build();
    }

    private Http2Settings settings(boolean server) {
        Http2Settings settings =
                new Http2Settings()
                        .initialWindowSize(terms.http2().windows().streamBytes())
                        .maxFrameSize(terms.http2().maxFrameBytes())
                        .maxHeaderListSize(terms.maxHeaderListBytes());
        return server
                ? settings.maxConcurrentStreams(terms.http2().maxConcurrentStreams())
                : settings.pushEnabled(false);
    }

    /** The budget of resets sent is {@link StreamErrors}' own, as the codec's counts all resets. */
    private void guard() {
        ResetGuard resets = terms.http2().resetGuard();
        decoderEnforceMaxRstFramesPerWindow(
                resets.maxResets(), Math.toIntExact(resets.window().toSeconds()));
        encoderEnforceMaxRstFramesPerWindow(0, 0);
        decoderEnforceMaxSmallContinuationFrames(MAX_SMALL_CONTINUATIONS);
        decoderEnforceMaxConsecutiveEmptyDataFrames(MAX_EMPTY_DATA_FRAMES);
        encoderEnforceMaxQueuedControlFrames(MAX_QUEUED_CONTROL_FRAMES);
    }

    @Override
    protected Http2FrameCodec build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initial) {
        return new GuardedCodec(
                encoder,
                new StreamErrors(decoder, terms.http2(), terms.trips()),
                initial,
                terms.trips(),
                headTooLarge);
    }
}
