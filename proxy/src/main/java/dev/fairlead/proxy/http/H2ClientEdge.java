package dev.fairlead.proxy.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionPrefaceAndSettingsFrameWrittenEvent;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.collection.IntObjectHashMap;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An upstream connection that speaks HTTP/2: owns all its streams, one exchange each.
 *
 * <p>Until the server's SETTINGS arrive, 100 streams are taken as allowed (RFC 9113 §6.5.2
 * recommends servers no less). After a GOAWAY nothing new is opened; streams above its last id were
 * not looked at by the server and end with REFUSED_STREAM, which says so (§8.7).
 */
final class H2ClientEdge extends Http2ChannelDuplexHandler implements UpstreamEdge {
    private static final int STREAMS_BEFORE_SETTINGS = 100;

    private final Http2Connection connection;
    private final ReceiveWindow window;
    private final Http2Terms terms;
    private final UpstreamListener listener;
    private final IntObjectHashMap<H2ClientStream> streams = new IntObjectHashMap<>();
    private @Nullable ChannelHandlerContext ctx;
    private long maxStreams;
    private boolean settingsSeen;
    private boolean goingAway;

    H2ClientEdge(Http2Connection connection, Http2Terms terms, UpstreamListener listener) {
        this.connection = connection;
        this.window = new ReceiveWindow(connection);
        this.terms = terms;
        this.maxStreams = Math.min(STREAMS_BEFORE_SETTINGS, terms.http2().maxConcurrentStreams());
        this.listener = listener;
    }

    @Override
    protected void handlerAdded0(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        ctx.read();
        listener.connected(this);
        super.channelActive(ctx);
    }

    @Override
    public int room() {
        if (goingAway || ctx == null || !ctx.channel().isActive()) {
            return 0;
        }
        return Math.clamp(maxStreams - streams.size(), 0, Integer.MAX_VALUE);
    }

    @Override
    public MessageSink open(ResponseSink response) {
        ChannelHandlerContext here = ctx;
        if (here == null || room() == 0) {
            throw new IllegalStateException("no room");
        }
        return new H2ClientStream(this, here, newStream(), response);
    }

    void opened(H2ClientStream stream) {
        streams.put(stream.id(), stream);
    }

    /** Called by a stream that has ended on both sides. */
    void ended(H2ClientStream stream) {
        if (streams.remove(stream.id()) == null) {
            return;
        }
        if (goingAway) {
            closeIfIdle();
        } else {
            listener.room();
        }
    }

    @Override
    public boolean idle() {
        return streams.isEmpty();
    }

    @Override
    public void retire() {
        goingAway = true;
        closeIfIdle();
    }

    private void closeIfIdle() {
        if (streams.isEmpty() && ctx != null) {
            Writes.close(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case Http2DataFrame data -> data(ctx, data);
            case Http2HeadersFrame headers -> headers(headers);
            case Http2ResetFrame reset -> reset(reset);
            case Http2SettingsFrame settings -> settings(settings);
            case Http2GoAwayFrame goAway -> goAway(goAway);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void headers(Http2HeadersFrame frame) {
        H2ClientStream stream = streams.get(frame.stream().id());
        if (stream == null) {
            return;
        }
        if (frame.headers().size() > terms.http().maxHeaderFields()) {
            stream.tooLarge();
        } else {
            stream.responseHeaders(frame.headers(), frame.isEndStream());
        }
    }

    private void data(ChannelHandlerContext ctx, Http2DataFrame frame) {
        int id = frame.stream().id();
        H2ClientStream stream = streams.get(id);
        if (stream == null) { // given up, but the server does not know yet
            int bytes = frame.initialFlowControlledBytes();
            frame.release();
            consumed(ctx, id, bytes);
        } else {
            stream.responseData(frame);
        }
    }

    private void reset(Http2ResetFrame frame) {
        H2ClientStream stream = streams.get(frame.stream().id());
        if (stream != null) {
            stream.responseReset(H2Errors.of(frame.errorCode()));
        }
    }

    private void settings(Http2SettingsFrame frame) {
        Long allowed = frame.settings().maxConcurrentStreams();
        if (allowed != null) {
            maxStreams = Math.min(allowed, terms.http2().maxConcurrentStreams());
        } else if (!settingsSeen) { // no limit of the server's
            maxStreams = terms.http2().maxConcurrentStreams();
        }
        settingsSeen = true;
        listener.room();
    }

    private void goAway(Http2GoAwayFrame frame) {
        int lastStreamId = frame.lastStreamId();
        frame.release();
        goingAway = true;
        listener.goingAway();
        forEach(stream -> stream.id() > lastStreamId, stream -> stream.refused());
        closeIfIdle();
    }

    /** Gives a stream's flow-control window back; a stream that is gone has got it already. */
    void consumed(ChannelHandlerContext ctx, int streamId, int bytes) {
        window.consumed(ctx, streamId, bytes);
    }

    private void forEach(Predicate<H2ClientStream> which, Consumer<H2ClientStream> what) {
        for (H2ClientStream stream : streams.values().toArray(H2ClientStream[]::new)) {
            if (which.test(stream)) {
                what.accept(stream);
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof Http2ConnectionPrefaceAndSettingsFrameWrittenEvent) {
            Http2Codecs.widenConnectionWindow(connection, terms.http2());
            ctx.flush();
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            Writes.close(ctx); // no more frames, not even for flow control
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        goingAway = true;
        forEach(stream -> true, H2ClientStream::connectionLost);
        streams.clear();
        listener.closed();
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof Http2FrameStreamException failed) {
            H2ClientStream stream = streams.get(failed.stream().id());
            Writes.write(ctx, H2Errors.reset(failed.stream(), failed.error()));
            if (stream != null) {
                stream.broken(H2Errors.lossBy(failed.getCause()));
            }
        } else if (cause instanceof IOException) { // a reset: the connection is gone
            Writes.close(ctx);
        } else if (cause instanceof Http2Exception broken) { // the codec answers by GOAWAY
            goingAway = true;
            listener.goingAway();
            if (broken.error() != Http2Error.NO_ERROR) {
                ConnectionLoss loss = H2Errors.lossBy(broken);
                forEach(stream -> true, stream -> stream.broken(loss));
            }
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }
}
