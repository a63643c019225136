package dev.fairlead.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/** One stream of an HTTP/2 upstream connection: writes its request, reads its response. */
final class H2ClientStream implements MessageSink {
    private final H2ClientEdge edge;
    private final ChannelHandlerContext ctx;
    private final Http2FrameStream stream;
    private final ResponseSink response;
    private @Nullable ChannelFuture headWrite;
    private boolean requestEnded;
    private boolean headSeen;
    private boolean responseEnded;

    H2ClientStream(
            H2ClientEdge edge,
            ChannelHandlerContext ctx,
            Http2FrameStream stream,
            ResponseSink response) {
        this.edge = edge;
        this.ctx = ctx;
        this.stream = stream;
        this.response = response;
    }

    int id() {
        return stream.id();
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        requestEnded = last;
        HeaderRules.removeConnectionFields(head);
        boolean absolute = false;
        if (head instanceof Http1Head http1) {
            absolute = http1.absoluteTarget().isPresent();
            OrigProto.mark(http1);
        }
        if (!absolute || FramingGuard.namesHostTwice(head)) {
            removeHost(head);
        }
        ChannelFuture write =
                ctx.writeAndFlush(new DefaultHttp2HeadersFrame(head, last).stream(stream));
        headWrite = write;
        write.addListener(
                (ChannelFutureListener)
                        future -> {
                            if (!future.isSuccess()) {
                                refused();
                            }
                        });
        if (!responseEnded) {
            edge.opened(this);
        }
    }

    /** RFC 9113 §8.3.1: one name for the host. */
    private static void removeHost(Http2Headers head) {
        CharSequence host = head.get(HttpHeaderNames.HOST);
        if (host != null && (head.authority() != null || host.isEmpty())) {
            head.remove(HttpHeaderNames.HOST);
        }
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        if (requestEnded) {
            data.release();
            written.run();
            return;
        }
        requestEnded = last;
        Writes.write(ctx, new DefaultHttp2DataFrame(data, last).stream(stream), written);
        endIfDone();
    }

    @Override
    public void trailers(Http2Headers trailers) {
        if (requestEnded) {
            return;
        }
        requestEnded = true;
        HeaderRules.removeConnectionFields(trailers);
        ctx.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true).stream(stream))
                .addListener(trailersWritten());
        endIfDone();
    }

    /** Trailers over the server's limit cannot be written: that ends the exchange. */
    private ChannelFutureListener trailersWritten() {
        return future -> {
            if (!future.isSuccess() && !responseEnded && ctx.channel().isActive()) {
                Writes.write(ctx, H2Errors.reset(stream, Http2Error.CANCEL));
                responseReset(Http2Error.INTERNAL_ERROR);
            }
        };
    }

    @Override
    public void abort(Http2Error reason) {
        if (!requestEnded || !responseEnded) {
            requestEnded = true;
            responseEnded = true;
            Writes.write(ctx, H2Errors.reset(stream, reason));
            edge.ended(this);
        }
    }

    void responseHeaders(Http2Headers headers, boolean last) {
        if (headSeen) {
            responseEnded = true;
            response.trailers(headers);
            endIfDone();
            return;
        }
        int status = HeaderRules.statusOf(headers);
        if (status == 0 || status == 101 || (status < 200 && last)) {
            malformed(); // RFC 9113 §8.1, §8.6: a final status comes before the end
            return;
        }
        headSeen = status >= 200;
        responseEnded = last;
        response.head(headers, last);
        endIfDone();
    }

    /** Takes ownership. */
    void responseData(Http2DataFrame frame) {
        int bytes = frame.initialFlowControlledBytes();
        if (!headSeen) {
            frame.release();
            edge.consumed(ctx, id(), bytes);
            malformed(); // RFC 9113 §8.1: a head comes first
            return;
        }
        responseEnded = frame.isEndStream();
        response.data(frame.content(), responseEnded, () -> edge.consumed(ctx, id(), bytes));
        endIfDone();
    }

    void responseReset(Http2Error reason) {
        boolean open = !responseEnded || !requestEnded;
        requestEnded = true;
        responseEnded = true;
        edge.ended(this);
        if (open) {
            response.abort(reason);
        }
    }

    /** The server has not looked at the request and will not (RFC 9113 §8.7). */
    void refused() {
        if (!responseEnded) {
            responseReset(Http2Error.REFUSED_STREAM);
        }
    }

    private void malformed() {
        Writes.write(ctx, H2Errors.reset(stream, Http2Error.PROTOCOL_ERROR));
        broken(ConnectionLoss.MALFORMED);
    }

    /** A head or trailers with more fields than are taken. */
    void tooLarge() {
        Writes.write(ctx, H2Errors.reset(stream, Http2Error.CANCEL));
        broken(ConnectionLoss.HEADERS_TOO_LARGE);
    }

    /** The response cannot be understood; the stream is reset already. */
    void broken(ConnectionLoss loss) {
        lost(loss);
    }

    /** The connection is closed: a head that is not written now never will be. */
    void connectionLost() {
        boolean written = headWrite != null && headWrite.isSuccess();
        lost(written || headSeen ? ConnectionLoss.CLOSED : ConnectionLoss.UNSENT);
    }

    private void lost(ConnectionLoss loss) {
        boolean open = !responseEnded;
        boolean unfinished = !requestEnded;
        requestEnded = true;
        responseEnded = true;
        edge.ended(this);
        if (open) {
            response.lost(loss);
        } else if (unfinished) { // answered already: only the rest of the request is not wanted
            response.abort(Http2Error.NO_ERROR);
        }
    }

    private void endIfDone() {
        if (requestEnded && responseEnded) {
            edge.ended(this);
        }
    }
}
