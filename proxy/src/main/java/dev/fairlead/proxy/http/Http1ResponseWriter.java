package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Writes one answer to an HTTP/1 client: frames it as RFC 9112 §6 asks for this client and this
 * request, or opens a tunnel.
 */
final class Http1ResponseWriter implements MessageSink {
    private final ChannelHandlerContext ctx;
    private final Http1Turn turn;
    private final HttpVersion version;
    private final boolean headRequest;
    private final boolean connect;
    private boolean upgrade;
    private boolean closeAfter;
    private boolean chunked;
    private boolean bodiless;
    private boolean tunnel;
    private boolean ended;

    Http1ResponseWriter(
            ChannelHandlerContext ctx, Http1Turn turn, HttpRequest request, boolean draining) {
        this.ctx = ctx;
        this.turn = turn;
        this.version =
                request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                        ? HttpVersion.HTTP_1_0
                        : HttpVersion.HTTP_1_1;
        this.headRequest = request.method().equals(HttpMethod.HEAD);
        this.connect = request.method().equals(HttpMethod.CONNECT);
        this.closeAfter = draining || !HttpUtil.isKeepAlive(request);
    }

    void expect(Http1Head request) {
        upgrade = request.upgrade().isPresent();
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        if (ended) {
            return;
        }
        int status = HeaderRules.statusOf(head);
        if (status == 101 || (connect && status >= 200 && status < 300)) {
            openTunnel(head, status);
        } else if (status < 200) {
            informational(head);
        } else {
            finalHead(head, status, last);
        }
    }

    private void informational(Http2Headers head) {
        if (version.equals(HttpVersion.HTTP_1_1)) { // RFC 9110 §15.2: never to an HTTP/1.0 client
            HttpResponse response = Http1Responses.lower(head, version);
            Writes.write(ctx, full(response));
        }
    }

    private void finalHead(Http2Headers head, int status, boolean last) {
        closeAfter |= head.contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        HeaderRules.removeConnectionFields(head);
        bodiless = headRequest || status == 204 || status == 304;
        HttpResponse response = Http1Responses.lower(head, version);
        frame(response.headers(), last);
        if (closeAfter) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (version.equals(HttpVersion.HTTP_1_0)) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        Writes.write(ctx, last ? full(response) : response);
        turn.answered(false);
        if (last) {
            end();
        }
    }

    private void frame(HttpHeaders headers, boolean last) {
        if (bodiless || headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return;
        }
        if (last) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
        } else if (version.equals(HttpVersion.HTTP_1_1)) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            chunked = true;
        } else {
            closeAfter = true; // RFC 9112 §6.3: the end of the connection is the end of the body
        }
    }

    private static HttpResponse full(HttpResponse head) {
        return new DefaultFullHttpResponse(
                head.protocolVersion(),
                head.status(),
                Unpooled.EMPTY_BUFFER,
                head.headers(),
                new DefaultHttpHeaders());
    }

    private void openTunnel(Http2Headers head, int status) {
        if (!connect && !upgrade) {
            abort(Http2Error.PROTOCOL_ERROR); // RFC 9110 §7.8: nobody asked for a switch
            return;
        }
        CharSequence protocol = head.get(HttpHeaderNames.UPGRADE);
        HeaderRules.removeConnectionFields(head);
        HttpResponse response = Http1Responses.lower(head, version);
        response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        if (status == 101 && protocol != null) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            response.headers().set(HttpHeaderNames.UPGRADE, protocol);
        }
        Writes.write(ctx, full(response));
        tunnel = true;
        closeAfter = true;
        turn.answered(true);
        ctx.pipeline().remove(Http1Codecs.CODEC);
        turn.responseChanged();
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        if (ended || (bodiless && !tunnel)) {
            data.release();
            written.run();
        } else if (tunnel) {
            Writes.write(ctx, data, written);
        } else {
            Writes.write(
                    ctx,
                    last ? new DefaultLastHttpContent(data) : new DefaultHttpContent(data),
                    written);
        }
        if (last && !ended) {
            endBody();
        }
    }

    private void endBody() {
        if (tunnel) {
            Writes.shutdownOutputAfterWrites(ctx);
        } else if (bodiless) {
            Writes.write(ctx, LastHttpContent.EMPTY_LAST_CONTENT);
        }
        end();
    }

    @Override
    public void trailers(Http2Headers trailers) {
        if (ended) {
            return;
        }
        LastHttpContent last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        if (chunked) { // RFC 9112 §6.5: only chunked framing has room for trailers
            Http1Responses.copyLowered(trailers, last.trailingHeaders());
        }
        Writes.write(ctx, last);
        end();
    }

    /** Cuts the answer short in a way that cannot be taken for its end. */
    @Override
    public void abort(Http2Error reason) {
        if (!ended) {
            ended = true;
            closeAfter = true;
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            Writes.close(ctx);
        }
    }

    private void end() {
        ended = true;
        turn.responseChanged();
    }

    void discard() {
        ended = true;
        closeAfter = true;
    }

    void closeWhenEnded() {
        closeAfter = true;
    }

    boolean tunnel() {
        return tunnel;
    }

    boolean ended() {
        return ended;
    }

    boolean closeAfter() {
        return closeAfter;
    }
}
