package dev.fairlead.e2e;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.Map;

/** A request on a connection of its own. */
final class Http1Visit extends Visit {
    private final ChannelHandlerContext context;

    Http1Visit(Ledger ledger, ChannelHandlerContext context, HttpRequest head) {
        super(ledger, head.method().name(), head.uri(), Http1Caller.values(head.headers()));
        this.context = context;
    }

    @Override
    ChannelHandlerContext context() {
        return context;
    }

    @Override
    void writeHead(int status, Map<String, String> headers, boolean last) {
        HttpResponse head =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        headers.forEach((name, value) -> head.headers().set(name, value));
        if (last) {
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        } else if (!HttpUtil.isContentLengthSet(head)) {
            HttpUtil.setTransferEncodingChunked(head, true);
        }
        context.writeAndFlush(head).addListener(_ -> {});
        if (last) {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(_ -> {});
        }
    }

    @Override
    Future<?> writeData(ByteBuf data, boolean last) {
        return context.writeAndFlush(
                last ? new DefaultLastHttpContent(data) : new DefaultHttpContent(data));
    }

    @Override
    void writeTrailers(Map<String, String> trailers) {
        LastHttpContent last = new DefaultLastHttpContent();
        trailers.forEach((name, value) -> last.trailingHeaders().set(name, value));
        context.writeAndFlush(last).addListener(_ -> {});
    }

    @Override
    void breakOff() {
        if (context.channel().isOpen()) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        context.close().addListener(_ -> {});
    }

    @Override
    void writeRefusal() {
        context.close().addListener(_ -> {});
    }

    @Override
    void writeGoAway() {
        context.close().addListener(_ -> {});
    }

    @Override
    void halfHead() {
        ByteBuf text = ByteBufUtil.writeAscii(context.alloc(), "HTTP/1.1 200 OK\r\nContent-Le");
        context.pipeline().firstContext().writeAndFlush(text).addListener(_ -> {});
    }

    @Override
    void stopReading() {
        context.channel().config().setAutoRead(false);
    }
}
