package dev.fairlead.e2e;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.concurrent.Future;
import java.util.Map;

/** A request on a stream. */
final class Http2Visit extends Visit {
    private final ChannelHandlerContext context;

    Http2Visit(Ledger ledger, ChannelHandlerContext context, Http2Headers head) {
        super(
                ledger,
                String.valueOf(head.method()),
                String.valueOf(head.path()),
                Http2Exchange.values(head));
        this.context = context;
    }

    @Override
    ChannelHandlerContext context() {
        return context;
    }

    private Http2StreamChannel stream() {
        return (Http2StreamChannel) context.channel();
    }

    private Channel connection() {
        return stream().parent();
    }

    @Override
    void writeHead(int status, Map<String, String> headers, boolean last) {
        Http2Headers head = new DefaultHttp2Headers().status(Integer.toString(status));
        headers.forEach(head::set);
        context.writeAndFlush(new DefaultHttp2HeadersFrame(head, last)).addListener(_ -> {});
    }

    @Override
    Future<?> writeData(ByteBuf data, boolean last) {
        return context.writeAndFlush(new DefaultHttp2DataFrame(data, last));
    }

    @Override
    void writeTrailers(Map<String, String> trailers) {
        Http2Headers headers = new DefaultHttp2Headers();
        trailers.forEach(headers::set);
        context.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true)).addListener(_ -> {});
    }

    @Override
    void breakOff() {
        resetWith(Http2Error.INTERNAL_ERROR);
    }

    @Override
    void writeRefusal() {
        resetWith(Http2Error.REFUSED_STREAM);
    }

    private void resetWith(Http2Error error) {
        context.writeAndFlush(new DefaultHttp2ResetFrame(error)).addListener(_ -> {});
    }

    @Override
    void writeGoAway() {
        Http2FrameCodec codec = connection().pipeline().get(Http2FrameCodec.class);
        ChannelHandlerContext below = connection().pipeline().context(codec);
        codec.goAway(
                        below,
                        stream().stream().id() - 2,
                        Http2Error.NO_ERROR.code(),
                        below.alloc().buffer(0),
                        below.newPromise())
                .addListener(_ -> {});
        below.flush();
    }

    /** HEADERS without END_HEADERS: nothing else may come on the whole connection. */
    @Override
    void halfHead() {
        byte indexedStatus200 = (byte) 0x88; // RFC 7541 appendix A, entry 8
        ByteBuf frame =
                context.alloc()
                        .buffer()
                        .writeMedium(1)
                        .writeByte(Http2FrameTypes.HEADERS)
                        .writeByte(0)
                        .writeInt(stream().stream().id())
                        .writeByte(indexedStatus200);
        connection().pipeline().firstContext().writeAndFlush(frame).addListener(_ -> {});
    }

    /** What has come and is not read is released only by a close, which no reader brings about. */
    @Override
    void stopReading() {
        context.channel().config().setAutoRead(false);
        connection().closeFuture().addListener(_ -> context.close().addListener(_ -> {}));
    }
}
