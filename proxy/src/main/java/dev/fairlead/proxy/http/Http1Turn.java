package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http2.Http2Error;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on an HTTP/1 client connection. Here is the request's half; {@link
 * Http1ResponseWriter} is the other.
 */
final class Http1Turn {
    private final ChannelHandlerContext ctx;
    private final Consumer<Http1Turn> changed;
    private final Http1ResponseWriter response;
    private final Http1Body body = new Http1Body(this::tell);
    private @Nullable MessageSink request;
    private boolean tunnelWanted;
    private boolean inputEnded;
    private boolean requestEnded;

    /**
     * @param last whether the connection closes after this turn
     * @param changed told when the turn wants more bytes, and when it has ended
     */
    Http1Turn(
            ChannelHandlerContext ctx,
            HttpRequest head,
            boolean last,
            Consumer<Http1Turn> changed) {
        this.ctx = ctx;
        this.changed = changed;
        this.response = new Http1ResponseWriter(ctx, this, head, last);
    }

    void open(ExchangeFactory exchanges, HttpRequest head) {
        boolean chunked = HttpUtil.isTransferEncodingChunked(head);
        long bytes = chunked ? Http1Body.UNKNOWN : HttpUtil.getContentLength(head, 0L);
        body.expect(bytes);
        boolean bodiless = bytes == 0;
        Http1Head raised = Http1Requests.raise(head, bodiless);
        tunnelWanted = raised.mayBecomeTunnel();
        requestEnded = bodiless && !tunnelWanted;
        response.expect(raised);
        MessageSink sink = exchanges.open(response);
        request = sink;
        sink.head(raised, requestEnded);
    }

    /** Answers a head that is no request. */
    void refuse(ExchangeFactory exchanges, RequestProblem problem) {
        requestEnded = true;
        response.closeWhenEnded();
        exchanges.refuse(problem, response);
    }

    /** Gives up a request whose body is broken; answers it unless that was done already. */
    void unreadable(ExchangeFactory exchanges, RequestProblem problem) {
        response.closeWhenEnded();
        abortRequest(Http2Error.CANCEL);
        if (response.ended()) {
            changed.accept(this);
        } else if (response.begun()) {
            response.abort(Http2Error.CANCEL);
        } else {
            exchanges.refuse(problem, response);
        }
    }

    /** Takes what the decoder found after the head; takes ownership. */
    void content(HttpContent content) {
        MessageSink sink = request;
        if (sink == null || requestEnded || tunnelWanted || response.tunnel()) {
            content.release();
        } else {
            pass(sink, content);
        }
    }

    private void pass(MessageSink sink, HttpContent content) {
        requestEnded = body.endsWith(content);
        body.pass(sink, content, requestEnded);
        if (requestEnded) {
            changed.accept(this);
        }
    }

    /** Takes bytes of a tunnel; takes ownership. */
    void tunnelled(ByteBuf bytes) {
        if (request == null || requestEnded || !response.tunnel()) {
            bytes.release();
            return;
        }
        body.pass(request, bytes, false);
    }

    /** The answer is no tunnel: the request, if it wanted one, has no more to it. */
    void answered() {
        if (tunnelWanted) {
            tunnelWanted = false;
            endRequest();
        }
    }

    /** The answer opens a tunnel; what the client sent after its request goes first. */
    void tunnelOpened() {
        tunnelWanted = false;
        ctx.pipeline().remove(Http1Codecs.CODEC);
        if (inputEnded) {
            endRequest();
        }
        changed.accept(this);
    }

    /** The client sends no more. */
    void inputShutdown() {
        inputEnded = true;
        if (response.tunnel()) {
            endRequest();
        } else if (!requestEnded && !tunnelWanted) {
            abandon();
            Writes.close(ctx);
        }
    }

    private void endRequest() {
        if (request != null && !requestEnded) {
            requestEnded = true;
            request.data(Unpooled.EMPTY_BUFFER, true, () -> {});
            changed.accept(this);
        }
    }

    private void tell() {
        changed.accept(this);
    }

    void responseChanged() {
        tell();
    }

    /** The client is gone, or must go. */
    void abandon() {
        boolean answered = response.ended();
        response.discard();
        if (answered) {
            leave();
        } else {
            requestEnded = false; // an answer nobody waits for is called off too
            abortRequest(Http2Error.CANCEL);
        }
    }

    /** The turn is over: of a request that was answered before its end, no more is read. */
    void leave() {
        abortRequest(Http2Error.NO_ERROR);
    }

    private void abortRequest(Http2Error reason) {
        MessageSink sink = request;
        if (sink != null && !requestEnded) {
            requestEnded = true;
            sink.abort(reason);
        }
    }

    /** The answer cannot be written to its end. */
    void answerBroken() {
        if (request != null) {
            requestEnded = true;
            request.abort(Http2Error.CANCEL);
        }
    }

    void closeWhenEnded() {
        response.closeWhenEnded();
    }

    boolean requestEnded() {
        return requestEnded;
    }

    boolean wantsBytes() {
        return body.isWritten();
    }

    boolean ended() {
        return response.ended() && (requestEnded || response.endsEarly());
    }

    boolean closeAfter() {
        return response.closeAfter();
    }
}
