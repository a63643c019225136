package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/** One stream of an HTTP/2 client connection: reads its request, writes its response. */
final class H2ServerStream implements MessageSink {
    private final H2ServerEdge edge;
    private final ChannelHandlerContext ctx;
    private final Http2FrameStream stream;
    private @Nullable MessageSink request;
    private @Nullable String origVersion;
    private boolean requestEnded;
    private boolean responseBegun;
    private boolean responseEnded;

    H2ServerStream(H2ServerEdge edge, ChannelHandlerContext ctx, Http2FrameStream stream) {
        this.edge = edge;
        this.ctx = ctx;
        this.stream = stream;
    }

    int id() {
        return stream.id();
    }

    ChannelHandlerContext context() {
        return ctx;
    }

    void open(ExchangeFactory exchanges, Http2Headers head, boolean last) {
        requestEnded = last;
        if (head instanceof Http1Head http1) {
            origVersion = http1.version().text();
        }
        MessageSink sink = exchanges.open(this);
        request = sink;
        sink.head(head, last);
    }

    void refuse(ExchangeFactory exchanges, RequestProblem problem, boolean last) {
        requestEnded = last;
        exchanges.refuse(problem, this);
        abort(Http2Error.NO_ERROR);
    }

    /** The trailers are too large: the client is told so, unless an answer has begun. */
    void requestTooLarge(ExchangeFactory exchanges) {
        requestEnded = true;
        MessageSink sink = request;
        request = null;
        if (sink != null) {
            sink.abort(Http2Error.CANCEL);
        }
        if (!responseBegun) {
            exchanges.refuse(RequestProblem.HEADERS_TOO_LARGE, this);
        }
    }

    /** Takes ownership. */
    void requestData(Http2DataFrame frame) {
        int bytes = frame.initialFlowControlledBytes();
        requestEnded = frame.isEndStream();
        MessageSink sink = request;
        if (sink == null) {
            frame.release();
            edge.consumed(ctx, id(), bytes);
        } else {
            sink.data(frame.content(), requestEnded, () -> edge.consumed(ctx, id(), bytes));
        }
        endIfDone();
    }

    void requestTrailers(Http2Headers trailers) {
        requestEnded = true;
        if (request != null) {
            request.trailers(trailers);
        }
        endIfDone();
    }

    /** The client gave the stream up, or is gone. */
    void requestAborted(Http2Error reason) {
        requestEnded = true;
        responseEnded = true;
        if (request != null) {
            request.abort(reason);
        }
    }

    boolean requestEnded() {
        return requestEnded;
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        if (responseEnded) {
            return;
        }
        HeaderRules.removeConnectionFields(head);
        responseBegun = true;
        if (origVersion != null && HeaderRules.statusOf(head) >= 200) {
            head.set(HeaderRules.ORIG_PROTO, origVersion);
        }
        responseEnded = last;
        ctx.writeAndFlush(new DefaultHttp2HeadersFrame(head, last).stream(stream))
                .addListener(resetUnlessWritten());
        endIfDone();
    }

    /** A head or trailers over the client's limit cannot be written: that ends the exchange. */
    private ChannelFutureListener resetUnlessWritten() {
        return future -> {
            if (!future.isSuccess() && ctx.channel().isActive()) {
                Writes.write(ctx, H2Errors.reset(stream, Http2Error.INTERNAL_ERROR));
                requestAborted(Http2Error.CANCEL);
                edge.ended(this);
            }
        };
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        if (responseEnded) {
            data.release();
            written.run();
            return;
        }
        responseEnded = last;
        Writes.write(ctx, new DefaultHttp2DataFrame(data, last).stream(stream), written);
        endIfDone();
    }

    @Override
    public void trailers(Http2Headers trailers) {
        if (responseEnded) {
            return;
        }
        responseEnded = true;
        HeaderRules.removeConnectionFields(trailers);
        ctx.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true).stream(stream))
                .addListener(resetUnlessWritten());
        endIfDone();
    }

    @Override
    public void abort(Http2Error reason) {
        boolean stopSending = responseEnded && !requestEnded && reason == Http2Error.NO_ERROR;
        if (!responseEnded || stopSending) {
            responseEnded = true;
            requestEnded = true;
            Writes.write(ctx, H2Errors.reset(stream, reason));
            edge.ended(this);
        }
    }

    private void endIfDone() {
        if (requestEnded && responseEnded) {
            edge.ended(this);
        }
    }
}
