package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on an HTTP/1 upstream connection. Here is the request's half, the sink; {@link
 * Http1ResponseReader} is the other.
 */
final class Http1Call implements MessageSink {
    private final ChannelHandlerContext ctx;
    private final Consumer<Http1Call> changed;
    private final Http1ResponseReader response;
    private @Nullable ChannelFuture headWrite;
    private boolean chunked;
    private boolean requestEnded;

    /**
     * @param changed told when the call wants more bytes, and when it has ended
     */
    Http1Call(
            ChannelHandlerContext ctx,
            HttpLimits limits,
            ResponseSink response,
            Consumer<Http1Call> changed) {
        this.ctx = ctx;
        this.changed = changed;
        this.response = new Http1ResponseReader(ctx, limits, response, () -> changed.accept(this));
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        HttpRequest lowered;
        try {
            lowered = Http1Requests.lower(head, last);
        } catch (IllegalArgumentException unwritable) {
            requestEnded = true;
            response.refuse();
            return;
        }
        chunked = HttpUtil.isTransferEncodingChunked(lowered);
        response.expect(head);
        requestEnded = last;
        headWrite = ctx.writeAndFlush(last ? full(lowered) : lowered);
        Writes.closeUnlessWritten(ctx, headWrite);
    }

    private static HttpRequest full(HttpRequest head) {
        return new DefaultFullHttpRequest(
                head.protocolVersion(),
                head.method(),
                head.uri(),
                Unpooled.EMPTY_BUFFER,
                head.headers(),
                new DefaultHttpHeaders());
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        if (requestEnded) {
            data.release();
            written.run();
            return;
        }
        if (response.tunnel()) {
            Writes.writeOrClose(ctx, data, written);
        } else if (response.tunnelWanted()) { // the answer was not a switch: there is no body
            data.release();
            written.run();
        } else {
            Writes.writeOrClose(
                    ctx,
                    last ? new DefaultLastHttpContent(data) : new DefaultHttpContent(data),
                    written);
        }
        if (last) {
            endRequest();
        }
    }

    private void endRequest() {
        requestEnded = true;
        if (response.tunnel() && !response.ended()) {
            Writes.shutdownOutputAfterWrites(ctx);
        } else if (response.tunnelWanted() && !response.tunnel()) {
            Writes.writeOrClose(ctx, LastHttpContent.EMPTY_LAST_CONTENT);
        }
        changed.accept(this);
    }

    @Override
    public void trailers(Http2Headers trailers) {
        if (requestEnded) {
            return;
        }
        LastHttpContent last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        if (chunked) {
            Http1Responses.lowerTrailers(trailers, last.trailingHeaders());
        }
        Writes.writeOrClose(ctx, last);
        requestEnded = true;
        changed.accept(this);
    }

    @Override
    public void abort(Http2Error reason) {
        if (!ended()) {
            requestEnded = true;
            response.discard();
            changed.accept(this);
        }
    }

    void responseHead(HttpResponse head) {
        response.head(head);
    }

    /** Takes ownership. */
    void content(HttpContent content) {
        response.content(content);
    }

    /** Takes ownership. */
    void tunnelled(ByteBuf bytes) {
        response.tunnelled(bytes);
    }

    /** The server sends no more. False if that ends the connection now. */
    boolean inputShutdown() {
        return response.inputShutdown(requestEnded);
    }

    void connectionLost(ConnectionLoss loss) {
        boolean unfinished = !requestEnded;
        requestEnded = true;
        boolean unsent = loss == ConnectionLoss.CLOSED && !headWritten() && !response.begun();
        response.lost(unsent ? ConnectionLoss.UNSENT : loss, unfinished);
    }

    /**
     * Whether the server may know of the request. A closed connection writes no more: what is not
     * written then never will be, whether its promise has failed yet or not.
     */
    private boolean headWritten() {
        return headWrite != null && headWrite.isSuccess();
    }

    boolean wantsBytes() {
        return response.wantsBytes();
    }

    boolean ended() {
        return requestEnded && response.ended();
    }

    boolean reusable() {
        return response.reusable();
    }
}
