package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.Http2Config;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges errors of single streams that the codec finds in what a peer sends.
 *
 * <p>The codec answers a frame on a stream that is gone by a reset, whatever made the stream go.
 * RFC 9113 §5.1 tells three cases apart, and so does this:
 *
 * <ul>
 *   <li>we have reset it: the frame was under way, and is dropped;
 *   <li>it ended, and a client goes on all the same: the connection ends, STREAM_CLOSED;
 *   <li>its number was passed over: the connection ends, PROTOCOL_ERROR.
 * </ul>
 *
 * <p>A server that goes on is answered by a reset: its connection carries the exchanges of others.
 */
final class StreamErrors extends DecoratingHttp2ConnectionDecoder {
    private static final Logger LOGGER = LoggerFactory.getLogger(StreamErrors.class);

    private final GoneStreams gone;
    private final ResetBudget resets;
    private final GuardTrips trips;

    StreamErrors(Http2ConnectionDecoder decoder, Http2Config limits, GuardTrips trips) {
        super(decoder);
        this.gone = new GoneStreams(decoder.connection(), limits.maxConcurrentStreams());
        this.resets = new ResetBudget(limits.resetGuard());
        this.trips = trips;
        decoder.connection().addListener(gone);
    }

    @Override
    public void decodeFrame(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Http2Exception {
        try {
            super.decodeFrame(ctx, in, out);
        } catch (StreamException error) {
            judge(ctx, error);
        }
    }

    private void judge(ChannelHandlerContext ctx, StreamException error) throws Http2Exception {
        boolean stray =
                error.error() == Http2Error.STREAM_CLOSED
                        && connection().stream(error.streamId()) == null;
        if (stray && gone.wasReset(error.streamId())) {
            return;
        }
        if (stray && connection().isServer()) {
            throw strayed(error.streamId());
        }
        if (!isLate(error)) {
            count(ctx, error);
        }
        throw error;
    }

    /** A stream that was opened before our GOAWAY was read: refused, and nobody's fault. */
    private boolean isLate(StreamException error) {
        return error.error() == Http2Error.REFUSED_STREAM && connection().goAwaySent();
    }

    private void count(ChannelHandlerContext ctx, StreamException error) throws Http2Exception {
        LOGGER.atDebug()
                .addKeyValue("channel", ctx.channel())
                .addKeyValue("error", error.error())
                .setCause(error)
                .log("frame in error");
        Http2Guard.behind(error).ifPresent(trips::tripped);
        resets.take(ctx.executor().ticker().nanoTime());
    }

    private Http2Exception strayed(int streamId) {
        return gone.neverWas(streamId)
                ? Http2Exception.connectionError(
                        Http2Error.PROTOCOL_ERROR, "stream %d was passed over", streamId)
                : Http2Exception.connectionError(
                        Http2Error.STREAM_CLOSED, "stream %d has ended", streamId);
    }
}
