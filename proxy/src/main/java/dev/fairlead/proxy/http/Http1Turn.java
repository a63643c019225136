package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on an HTTP/1 client connection. Here is the request's half; {@link
 * Http1ResponseWriter} is the other.
 */
final class Http1Turn {
    private static final long UNKNOWN = -1;

    private final ChannelHandlerContext ctx;
    private final Consumer<Http1Turn> changed;
    private final Http1ResponseWriter response;
    private @Nullable MessageSink request;
    private long remainingBytes = UNKNOWN;
    private int unwritten;
    private boolean tunnelWanted;
    private boolean requestEnded;
    private boolean decoderDone;

    /**
     * @param changed told when the turn wants more bytes, and when it has ended
     */
    Http1Turn(
            ChannelHandlerContext ctx,
            HttpRequest head,
            boolean draining,
            Consumer<Http1Turn> changed) {
        this.ctx = ctx;
        this.changed = changed;
        this.response = new Http1ResponseWriter(ctx, this, head, draining);
    }

    void open(ExchangeFactory exchanges, HttpRequest head) {
        boolean chunked = HttpUtil.isTransferEncodingChunked(head);
        remainingBytes = chunked ? UNKNOWN : HttpUtil.getContentLength(head, 0L);
        boolean bodiless = remainingBytes == 0;
        Http1Head raised = Http1Requests.raise(head, bodiless);
        tunnelWanted = raised.mayBecomeTunnel();
        requestEnded = bodiless && !tunnelWanted;
        response.expect(raised);
        MessageSink sink = exchanges.open(response);
        request = sink;
        sink.head(raised, requestEnded);
    }

    void refuse(ExchangeFactory exchanges, RequestProblem problem) {
        requestEnded = true;
        response.closeWhenEnded();
        exchanges.refuse(problem, response);
    }

    /** Takes what the decoder found after the head; takes ownership. */
    void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        decoderDone |= last;
        MessageSink sink = request;
        if (sink == null || requestEnded || tunnelWanted) {
            content.release();
        } else if (content.decoderResult().isFailure()) {
            content.release();
            abandon();
            Writes.close(ctx);
        } else {
            pass(sink, content, last);
        }
    }

    private void pass(MessageSink sink, HttpContent content, boolean last) {
        HttpHeaders trailers =
                last ? ((LastHttpContent) content).trailingHeaders() : EmptyHttpHeaders.INSTANCE;
        boolean trailed = !trailers.isEmpty();
        int bytes = content.content().readableBytes();
        if (remainingBytes != UNKNOWN) {
            remainingBytes -= bytes;
        }
        requestEnded = last || remainingBytes == 0;
        if (bytes > 0 || !trailed) {
            unwritten++;
            sink.data(content.content(), requestEnded && !trailed, this::written);
        } else {
            content.release();
        }
        if (trailed) {
            sink.trailers(Http1Responses.raiseTrailers(trailers));
        }
        if (requestEnded) {
            changed.accept(this);
        }
    }

    private void written() {
        unwritten--;
        changed.accept(this);
    }

    /** Takes bytes of a tunnel; takes ownership. */
    void tunnelled(ByteBuf bytes) {
        if (request == null || requestEnded) {
            bytes.release();
            return;
        }
        unwritten++;
        request.data(bytes, false, this::written);
    }

    /** The answer began: either the tunnel is open or the request had no more to it. */
    void answered(boolean tunnel) {
        if (!tunnelWanted) {
            return;
        }
        tunnelWanted = false;
        if (!tunnel) {
            endRequest();
        }
    }

    /** The client sends no more. */
    void inputShutdown() {
        if (response.tunnel()) {
            endRequest();
        } else if (!requestEnded) {
            abandon();
            Writes.close(ctx);
        } else {
            response.closeWhenEnded();
        }
    }

    private void endRequest() {
        if (request != null && !requestEnded) {
            requestEnded = true;
            request.data(Unpooled.EMPTY_BUFFER, true, () -> {});
            changed.accept(this);
        }
    }

    void responseChanged() {
        changed.accept(this);
    }

    /** The client is gone, or must go. */
    void abandon() {
        boolean open = !requestEnded || !response.ended();
        requestEnded = true;
        response.discard();
        if (open && request != null) {
            request.abort(Http2Error.CANCEL);
        }
    }

    void closeWhenEnded() {
        response.closeWhenEnded();
    }

    /** Whether the request's last byte was passed on; messages after it belong to the next. */
    boolean requestEnded() {
        return requestEnded && (decoderDone || response.tunnel());
    }

    boolean wantsBytes() {
        return unwritten == 0 && !tunnelWanted;
    }

    boolean ended() {
        return response.ended() && (requestEnded || response.closeAfter());
    }

    boolean closeAfter() {
        return response.closeAfter();
    }
}
