package dev.fairlead.proxy.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The codec of one connection: says which guard has ended it, and why a head was too large. */
final class GuardedCodec extends Http2FrameCodec {
    private final GuardTrips trips;
    private final Consumer<MessageSink> headTooLarge;
    private boolean broken;

    /**
     * @param headTooLarge refuses a request whose head was too large to become one; only of a
     *     client's connection
     */
    GuardedCodec(
            Http2ConnectionEncoder encoder,
            Http2ConnectionDecoder decoder,
            Http2Settings settings,
            GuardTrips trips,
            Consumer<MessageSink> headTooLarge) {
        super(encoder, decoder, settings, false, true);
        this.trips = trips;
        this.headTooLarge = headTooLarge;
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx,
            boolean outbound,
            Throwable cause,
            @Nullable Http2Exception error) {
        if (!broken && error != null) {
            broken = true;
            Http2Guard.behind(error).ifPresent(trips::tripped);
        }
        super.onConnectionError(ctx, outbound, cause, error);
    }

    /** The codec's own answer would not say whose it is; it resets the stream after this one. */
    @Override
    protected void handleServerHeaderDecodeSizeError(
            ChannelHandlerContext ctx, Http2Stream stream) {
        headTooLarge.accept(
                new HeadOnly(head ->
                        encoder()
                                .writeHeaders(ctx, stream.id(), head, 0, true, ctx.newPromise())
                                .addListener(Writes.LOG_FAILURE)));
    }
}
