package dev.fairlead.proxy.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStreamEvent;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client connection that speaks HTTP/2: owns all its streams, one exchange each.
 *
 * <p>Draining is RFC 9113 §6.8 in two steps: a GOAWAY that still allows every stream, a PING to
 * learn when the client has seen it, a GOAWAY with the last stream that was taken. The connection
 * closes when the last stream has ended and its last byte is out.
 *
 * <p>A client that opens with the preface owes a SETTINGS frame (RFC 9113 §3.4); one that does not
 * send it in time is dismissed.
 */
final class H2ServerEdge extends Http2ChannelDuplexHandler {
    private static final long DRAIN_PING = 0x6661_6972_6c65_6164L;

    private final Http2Connection connection;
    private final ReceiveWindow window;
    private final Http2Terms terms;
    private final Duration settingsTimeout;
    private final ExchangeFactory exchanges;
    private final IntObjectHashMap<H2ServerStream> streams = new IntObjectHashMap<>();
    private @Nullable Future<?> settingsLimit;
    private boolean draining;
    private boolean lastStreamKnown;

    H2ServerEdge(
            Http2Connection connection,
            Http2Terms terms,
            Duration settingsTimeout,
            ExchangeFactory exchanges) {
        this.connection = connection;
        this.window = new ReceiveWindow(connection);
        this.terms = terms;
        this.settingsTimeout = settingsTimeout;
        this.exchanges = exchanges;
    }

    @Override
    protected void handlerAdded0(ChannelHandlerContext ctx) {
        if (settingsTimeout.isPositive()) {
            settingsLimit =
                    ctx.executor()
                            .schedule(
                                    () -> dismiss(ctx),
                                    settingsTimeout.toNanos(),
                                    TimeUnit.NANOSECONDS);
        }
        ctx.read();
    }

    private void dismiss(ChannelHandlerContext ctx) {
        terms.trips().tripped(Http2Guard.SETTINGS_TIMEOUT);
        Writes.write(ctx, new DefaultHttp2GoAwayFrame(Http2Error.SETTINGS_TIMEOUT));
        Writes.close(ctx);
    }

    private void settingsSeen() {
        Future<?> limit = settingsLimit;
        if (limit != null) {
            settingsLimit = null;
            boolean _ = limit.cancel(false);
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        settingsSeen();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case Http2DataFrame data -> data(ctx, data);
            case Http2HeadersFrame headers -> headers(ctx, headers);
            case Http2ResetFrame reset -> reset(reset);
            case Http2PingFrame ping when ping.ack() && ping.content() == DRAIN_PING ->
                    announceLastStream(ctx);
            case Http2SettingsFrame _ -> settingsSeen();
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void headers(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
        H2ServerStream known = streams.get(frame.stream().id());
        if (known != null) {
            trailers(known, frame.headers());
            return;
        }
        H2ServerStream stream = new H2ServerStream(this, ctx, frame.stream());
        streams.put(frame.stream().id(), stream);
        Http2Headers head = restored(frame);
        Optional<RequestProblem> problem = HeadCheck.of(head, terms.http());
        if (problem.isEmpty()) {
            stream.open(exchanges, head, frame.isEndStream());
        } else {
            stream.refuse(exchanges, problem.get(), frame.isEndStream());
        }
    }

    private Http2Headers restored(Http2HeadersFrame frame) {
        Http2Headers head = frame.headers();
        if (!terms.fromProxies() || !head.contains(HeaderRules.ORIG_PROTO)) {
            return head;
        }
        return OrigProto.restore(head, frame.isEndStream()).<Http2Headers>map(h -> h).orElse(head);
    }

    private void trailers(H2ServerStream stream, Http2Headers trailers) {
        if (trailers.size() > terms.http().maxHeaderFields()) {
            stream.requestTooLarge(exchanges);
            stream.abort(Http2Error.CANCEL);
        } else {
            stream.requestTrailers(trailers);
        }
    }

    private void data(ChannelHandlerContext ctx, Http2DataFrame frame) {
        int id = frame.stream().id();
        H2ServerStream stream = streams.get(id);
        if (stream == null) { // answered and forgotten, but the client does not know yet
            int bytes = frame.initialFlowControlledBytes();
            frame.release();
            consumed(ctx, id, bytes);
        } else {
            stream.requestData(frame);
        }
    }

    private void reset(Http2ResetFrame frame) {
        H2ServerStream stream = streams.remove(frame.stream().id());
        if (stream != null) {
            stream.requestAborted(H2Errors.of(frame.errorCode()));
            closeIfDrained(stream.context());
        }
    }

    /** Called by a stream that has ended on both sides. */
    void ended(H2ServerStream stream) {
        if (streams.remove(stream.id()) != null) {
            closeIfDrained(stream.context());
        }
    }

    /** Gives a stream's flow-control window back; a stream that is gone has got it already. */
    void consumed(ChannelHandlerContext ctx, int streamId, int bytes) {
        window.consumed(ctx, streamId, bytes);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == Drain.INSTANCE) {
            drain(ctx);
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            Writes.close(ctx); // no more frames, not even for flow control
        } else if (event instanceof Http2FrameStreamEvent) { // a stream was opened or closed
            closeIfDrained(ctx);
            super.userEventTriggered(ctx, event);
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    private void drain(ChannelHandlerContext ctx) {
        if (!draining) {
            draining = true;
            DefaultHttp2GoAwayFrame all = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
            all.setExtraStreamIds(Integer.MAX_VALUE);
            Writes.write(ctx, all);
            Writes.write(ctx, new DefaultHttp2PingFrame(DRAIN_PING, false));
        }
    }

    private void announceLastStream(ChannelHandlerContext ctx) {
        if (draining && !lastStreamKnown) {
            lastStreamKnown = true;
            Writes.write(ctx, new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
            closeIfDrained(ctx);
        }
    }

    private void closeIfDrained(ChannelHandlerContext ctx) {
        if (lastStreamKnown && streams.isEmpty() && connection.numActiveStreams() == 0) {
            Writes.closeAfterWrites(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        settingsSeen();
        H2ServerStream[] open = streams.values().toArray(H2ServerStream[]::new);
        streams.clear();
        for (H2ServerStream stream : open) {
            stream.requestAborted(Http2Error.CANCEL);
        }
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof Http2FrameStreamException failed) {
            streamFailed(ctx, failed);
        } else if (cause instanceof IOException) { // a reset: the connection is gone
            Writes.close(ctx);
        } else if (!(cause instanceof Http2Exception)) { // those the codec answers by GOAWAY
            super.exceptionCaught(ctx, cause);
        }
    }

    /** RFC 9113 §8.1.1: what is malformed is a stream error. */
    private void streamFailed(ChannelHandlerContext ctx, Http2FrameStreamException failed) {
        H2ServerStream stream = streams.remove(failed.stream().id());
        Http2Error error = failed.error();
        if (stream == null) {
            exchanges.refuse(RequestProblem.MALFORMED, HeadOnly.UNSAID);
        } else if (failed.getCause() instanceof Http2Exception.HeaderListSizeException) {
            stream.requestTooLarge(exchanges);
        } else if (stream.requestEnded() && H2Errors.isByHeaders(failed)) {
            error = Http2Error.STREAM_CLOSED; // RFC 9113 §5.1: half-closed (remote)
        }
        Writes.write(ctx, H2Errors.reset(failed.stream(), error));
        if (stream != null) {
            stream.requestAborted(Http2Error.CANCEL);
        }
    }
}
