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
    private static final long UNKNOWN = -1;

    private final ChannelHandlerContext ctx;
    private final Http1Turn turn;
    private final HttpVersion version;
    private final boolean headRequest;
    private final boolean connect;
    private long remainingBytes = UNKNOWN;
    private boolean upgrade;
    private boolean closeAfter;
    private boolean chunked;
    private boolean endsWithConnection;
    private boolean bodiless;
    private boolean begun;
    private boolean tunnel;
    private boolean restUnwanted;
    private boolean ended;

    Http1ResponseWriter(
            ChannelHandlerContext ctx, Http1Turn turn, HttpRequest request, boolean last) {
        this.ctx = ctx;
        this.turn = turn;
        this.version =
                request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                                && request.decoderResult().isSuccess()
                        ? HttpVersion.HTTP_1_0
                        : HttpVersion.HTTP_1_1;
        this.headRequest = request.method().equals(HttpMethod.HEAD);
        this.connect = request.method().equals(HttpMethod.CONNECT);
        this.closeAfter = last || !HttpUtil.isKeepAlive(request);
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
        try {
            if (status == 101 || (connect && status >= 200 && status < 300)) {
                openTunnel(head, status);
            } else if (status < 200) {
                informational(head);
            } else {
                finalHead(head, status, last);
            }
        } catch (IllegalArgumentException unwritable) {
            breakOff();
        }
    }

    private void informational(Http2Headers head) {
        if (version.equals(HttpVersion.HTTP_1_1)) { // RFC 9110 §15.2: never to an HTTP/1.0 client
            HeaderRules.removeConnectionFields(head);
            Writes.writeOrClose(ctx, full(Http1Responses.lower(head, version)));
        }
    }

    private void finalHead(Http2Headers head, int status, boolean last) {
        closeAfter |= head.contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        HeaderRules.removeConnectionFields(head);
        bodiless = headRequest || status == 204 || status == 304;
        HttpResponse response = Http1Responses.lower(head, version);
        frame(response, last);
        if (closeAfter) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (version.equals(HttpVersion.HTTP_1_0)) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        begun = true;
        boolean whole = last && remainingBytes <= 0;
        Writes.writeOrClose(ctx, whole ? full(response) : response);
        turn.answered();
        if (whole) {
            end();
        } else if (last) {
            breakOff();
        }
    }

    private void frame(HttpResponse response, boolean last) {
        HttpHeaders headers = response.headers();
        if (bodiless) {
            return;
        }
        if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            remainingBytes = HttpUtil.getContentLength(response, UNKNOWN);
        } else if (last) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
        } else if (version.equals(HttpVersion.HTTP_1_1)) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            chunked = true;
        } else {
            closeAfter = true; // RFC 9112 §6.3: the end of the connection is the end of the body
            endsWithConnection = true;
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
        Writes.writeOrClose(ctx, full(response));
        begun = true;
        tunnel = true;
        closeAfter = true;
        turn.tunnelOpened();
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        if (ended || (bodiless && !tunnel)) {
            data.release();
            written.run();
        } else if (tunnel) {
            Writes.writeOrClose(ctx, data, written);
        } else {
            body(data, last, written);
        }
        if (last && !ended) {
            endBody();
        }
    }

    /** Never more than was announced: the client would take the rest for the next answer. */
    private void body(ByteBuf data, boolean last, Runnable written) {
        int bytes = data.readableBytes();
        if (remainingBytes != UNKNOWN && bytes > remainingBytes) {
            data.release();
            written.run();
            breakOff();
            return;
        }
        if (remainingBytes != UNKNOWN) {
            remainingBytes -= bytes;
        }
        boolean whole = last && remainingBytes <= 0;
        Writes.writeOrClose(
                ctx,
                whole ? new DefaultLastHttpContent(data) : new DefaultHttpContent(data),
                written);
    }

    private void endBody() {
        if (tunnel) {
            Writes.shutdownOutputAfterWrites(ctx);
        } else if (bodiless) {
            Writes.writeOrClose(ctx, LastHttpContent.EMPTY_LAST_CONTENT);
        } else if (remainingBytes > 0) { // less than was announced
            breakOff();
            return;
        }
        end();
    }

    @Override
    public void trailers(Http2Headers trailers) {
        if (ended) {
            return;
        }
        if (!bodiless && remainingBytes > 0) {
            breakOff();
            return;
        }
        LastHttpContent last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        if (chunked) { // RFC 9112 §6.5: only chunked framing has room for trailers
            Http1Responses.lowerTrailers(trailers, last.trailingHeaders());
        }
        Writes.writeOrClose(ctx, last);
        end();
    }

    /** The answer is not what its head said: neither side can go on. */
    private void breakOff() {
        abort(Http2Error.PROTOCOL_ERROR);
        turn.answerBroken();
    }

    /**
     * Cuts the answer short in a way that cannot be taken for its end. After the end of the answer:
     * the rest of the request is not wanted.
     */
    @Override
    public void abort(Http2Error reason) {
        if (!ended) {
            ended = true;
            closeAfter = true;
            if (endsWithConnection || tunnel) {
                ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            }
            Writes.close(ctx);
        } else if (!turn.requestEnded()) {
            restUnwanted = true;
            closeAfter = true;
            turn.responseChanged();
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

    /** Whether the final head was written. */
    boolean begun() {
        return begun;
    }

    /** Whether the connection closes without waiting for the end of the request. */
    boolean endsEarly() {
        return restUnwanted || (closeAfter && !tunnel);
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
