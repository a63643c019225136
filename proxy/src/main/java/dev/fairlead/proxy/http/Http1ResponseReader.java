package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/** Reads the answer to one request from an HTTP/1 upstream connection. */
final class Http1ResponseReader {
    private final ChannelHandlerContext ctx;
    private final HttpLimits limits;
    private final ResponseSink sink;
    private final Runnable changed;
    private final Http1Body body;
    private boolean headRequest;
    private boolean connect;
    private boolean upgrade;
    private boolean tunnel;
    private boolean lastOfConnection;
    private boolean reusable;
    private boolean headPassed;
    private @Nullable ByteBuf early;
    private boolean begun;
    private boolean headSeen;
    private boolean ended;

    Http1ResponseReader(
            ChannelHandlerContext ctx, HttpLimits limits, ResponseSink sink, Runnable changed) {
        this.ctx = ctx;
        this.limits = limits;
        this.sink = sink;
        this.changed = changed;
        this.body = new Http1Body(changed);
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
        begun = true;
        if (ended) { // a second answer: what else is on its way cannot be told apart
            reusable = false;
            return;
        }
        if (head.decoderResult().isFailure()) {
            fail(Http1Problems.ofResponse(head.decoderResult().cause()));
            return;
        }
        if (head.headers().size() > limits.maxHeaderFields()) {
            fail(ConnectionLoss.HEADERS_TOO_LARGE);
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
        long bytes = bodiless ? 0 : bodyBytes(head);
        body.expect(bytes);
        boolean last = bytes == 0;
        Http2Headers raised = Http1Responses.raise(head);
        ended = last;
        sink.head(raised, last);
        if (last) {
            changed.run();
        }
    }

    private long bodyBytes(HttpResponse head) {
        if (HttpUtil.isTransferEncodingChunked(head)) {
            return Http1Body.UNKNOWN;
        }
        long bytes = HttpUtil.getContentLength(head, Http1Body.UNKNOWN);
        reusable &= bytes != Http1Body.UNKNOWN;
        return bytes;
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
        } else if (content instanceof LastHttpContent last
                && last.trailingHeaders().size() > limits.maxHeaderFields()) {
            content.release();
            fail(ConnectionLoss.HEADERS_TOO_LARGE);
        } else {
            pass(content);
        }
    }

    private void pass(HttpContent content) {
        ended = body.endsWith(content);
        body.pass(sink, content, ended);
        if (ended) {
            changed.run();
        }
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
        body.pass(sink, bytes, false);
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

    /** Whether the server has said anything at all. */
    boolean begun() {
        return begun;
    }

    boolean tunnel() {
        return tunnel;
    }

    boolean wantsBytes() {
        return body.isWritten();
    }

    boolean ended() {
        return ended;
    }

    boolean reusable() {
        return reusable && !tunnel;
    }
}
