package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/** Reads the answer to one request from an HTTP/1 upstream connection. */
final class Http1ResponseReader {
    private static final long UNKNOWN = -1;

    private final ChannelHandlerContext ctx;
    private final ResponseSink sink;
    private final Runnable changed;
    private long remainingBytes = UNKNOWN;
    private int unwritten;
    private boolean headRequest;
    private boolean connect;
    private boolean upgrade;
    private boolean tunnel;
    private boolean lastOfConnection;
    private boolean reusable;
    private boolean headPassed;
    private @Nullable ByteBuf early;
    private boolean headSeen;
    private boolean ended;

    Http1ResponseReader(ChannelHandlerContext ctx, ResponseSink sink, Runnable changed) {
        this.ctx = ctx;
        this.sink = sink;
        this.changed = changed;
    }

    void expect(Http2Headers request) {
        headRequest = "HEAD".contentEquals(request.method());
        connect = "CONNECT".contentEquals(request.method());
        if (request instanceof Http1Head http1) {
            upgrade = http1.upgrade().isPresent();
            lastOfConnection = http1.version().equals(HttpVersion.HTTP_1_0);
        }
    }

    boolean tunnelWanted() {
        return connect || upgrade;
    }

    void head(HttpResponse head) {
        if (ended) { // a second answer: what else is on its way cannot be told apart
            reusable = false;
            return;
        }
        if (head.decoderResult().isFailure()) {
            fail(Http1Problems.ofResponse(head.decoderResult().cause()));
            return;
        }
        int status = head.status().code();
        if ((status == 101 ? !upgrade : status < 100 || status > 999)
                || !FramingGuard.wellFormed(head)) {
            fail(ConnectionLoss.MALFORMED);
        } else if (status == 101 || (connect && status >= 200 && status < 300)) {
            openTunnel(head);
        } else if (status < 200) {
            sink.head(Http1Responses.raise(head), false);
        } else {
            finalHead(head, status);
        }
    }

    private void finalHead(HttpResponse head, int status) {
        headSeen = true;
        reusable = !lastOfConnection && HttpUtil.isKeepAlive(head);
        boolean bodiless = headRequest || status == 204 || status == 304;
        if (!bodiless && HttpUtil.isTransferEncodingChunked(head)) {
            remainingBytes = UNKNOWN;
        } else if (!bodiless) {
            remainingBytes = HttpUtil.getContentLength(head, UNKNOWN);
            reusable &= remainingBytes != UNKNOWN;
        }
        boolean last = bodiless || remainingBytes == 0;
        Http2Headers raised = Http1Responses.raise(head);
        ended = last;
        sink.head(raised, last);
        if (last) {
            changed.run();
        }
    }

    private void openTunnel(HttpResponse head) {
        headSeen = true;
        tunnel = true;
        Http2Headers raised = Http1Responses.raise(head);
        raised.remove(HttpHeaderNames.CONTENT_LENGTH);
        ctx.pipeline().remove(Http1Codecs.CODEC); // passes on what came with the head
        headPassed = true;
        sink.head(raised, false);
        ByteBuf first = early;
        if (first != null) {
            early = null;
            tunnelled(first);
        }
    }

    /** Takes ownership. */
    void content(HttpContent content) {
        if (ended || tunnel || !headSeen) {
            content.release();
        } else if (content.decoderResult().isFailure()) {
            ConnectionLoss loss = Http1Problems.ofResponse(content.decoderResult().cause());
            content.release();
            fail(loss);
        } else {
            pass(content);
        }
    }

    private void pass(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        HttpHeaders trailers =
                last ? ((LastHttpContent) content).trailingHeaders() : EmptyHttpHeaders.INSTANCE;
        boolean trailed = !trailers.isEmpty();
        int bytes = content.content().readableBytes();
        if (remainingBytes != UNKNOWN) {
            remainingBytes -= bytes;
        }
        ended = last || remainingBytes == 0;
        if (bytes > 0 || !trailed) {
            unwritten++;
            sink.data(content.content(), ended && !trailed, this::written);
        } else {
            content.release();
        }
        if (trailed) {
            sink.trailers(Http1Responses.raiseTrailers(trailers));
        }
        if (ended) {
            changed.run();
        }
    }

    private void written() {
        unwritten--;
        changed.run();
    }

    /** Takes ownership. */
    void tunnelled(ByteBuf bytes) {
        if (ended || !tunnel) {
            bytes.release();
            return;
        }
        if (!headPassed) {
            early = early == null ? bytes : Unpooled.wrappedBuffer(early, bytes);
            return;
        }
        unwritten++;
        sink.data(bytes, false, this::written);
    }

    /** False if nothing can come of the connection any more. */
    boolean inputShutdown(boolean requestEnded) {
        if (!tunnel || ended) {
            return false;
        }
        ended = true;
        sink.data(Unpooled.EMPTY_BUFFER, true, () -> {});
        changed.run();
        return !requestEnded;
    }

    /** The request could not be written at all; nothing of it went out. */
    void refuse() {
        if (!ended) {
            ended = true;
            reusable = true;
            changed.run();
            sink.abort(Http2Error.PROTOCOL_ERROR);
        }
    }

    private void fail(ConnectionLoss loss) {
        lost(loss, false);
        Writes.close(ctx);
    }

    /**
     * @param requestUnfinished whether more of the request was to come; it is not wanted any more
     */
    void lost(ConnectionLoss loss, boolean requestUnfinished) {
        reusable = false;
        if (!ended) {
            ended = true;
            sink.lost(loss);
        } else if (requestUnfinished) {
            sink.abort(Http2Error.NO_ERROR);
        }
    }

    void discard() {
        ended = true;
        reusable = false;
    }

    boolean tunnel() {
        return tunnel;
    }

    boolean wantsBytes() {
        return unwritten == 0;
    }

    boolean ended() {
        return ended;
    }

    boolean reusable() {
        return reusable && !tunnel;
    }
}
