package dev.fairlead.e2e;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers one request after another.
 *
 * <ul>
 *   <li>{@code /stuff/N}: N bytes of {@link Stuff}, as fast as they are taken
 *   <li>{@code /check}: says how many bytes of stuff the body had, and whether they were right
 *   <li>anything else: 100 bytes, when the request is complete
 * </ul>
 */
final class FastAnswers extends SimpleChannelInboundHandler<HttpObject> {
    private static final String STUFF = "/stuff/";
    private static final int CHUNK = 16 * 1024;
    private static final byte[] SMALL = "0123456789".repeat(10).getBytes(StandardCharsets.US_ASCII);

    private final AtomicLong pushed;
    private final AtomicLong taken;
    private final AtomicLong answered;
    private final byte[] bytes = new byte[CHUNK];
    private String path = "";
    private Stuff received = new Stuff();
    private boolean intact = true;
    private Stuff sent = new Stuff();
    private long toSend;

    /**
     * Adds up what it sends and receives.
     *
     * @param pushed bytes written
     * @param taken bytes read
     * @param answered requests
     */
    FastAnswers(AtomicLong pushed, AtomicLong taken, AtomicLong answered) {
        this.pushed = pushed;
        this.taken = taken;
        this.answered = answered;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message instanceof HttpRequest request) {
            path = request.uri();
            received = new Stuff();
            intact = true;
        }
        if (message instanceof HttpContent content) {
            receive(content.content());
        }
        if (message instanceof LastHttpContent) {
            answer(ctx);
        }
    }

    private void receive(ByteBuf body) {
        taken.addAndGet(body.readableBytes());
        if (!path.equals("/check")) {
            return;
        }
        while (body.isReadable()) {
            int length = Math.min(bytes.length, body.readableBytes());
            body.readBytes(bytes, 0, length);
            intact &= received.isNext(bytes, length);
        }
    }

    private void answer(ChannelHandlerContext ctx) {
        answered.incrementAndGet();
        if (path.startsWith(STUFF)) {
            sent = new Stuff();
            toSend = Long.parseLong(path.substring(STUFF.length()));
            HttpResponse head =
                    new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, toSend);
            ctx.write(head).addListener(_ -> {});
            push(ctx);
        } else if (path.equals("/check")) {
            String text = (intact ? "intact " : "damaged ") + received.position();
            small(ctx, text.getBytes(StandardCharsets.US_ASCII));
        } else {
            small(ctx, SMALL);
        }
    }

    private static void small(ChannelHandlerContext ctx, byte[] body) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        ctx.writeAndFlush(response).addListener(_ -> {});
    }

    /** Writes as long as the connection takes more. */
    private void push(ChannelHandlerContext ctx) {
        while (toSend > 0 && ctx.channel().isWritable()) {
            int length = (int) Math.min(CHUNK, toSend);
            ByteBuf chunk = ctx.alloc().buffer(length);
            sent.next(bytes, length);
            chunk.writeBytes(bytes, 0, length);
            toSend -= length;
            pushed.addAndGet(length);
            ctx.writeAndFlush(new DefaultHttpContent(chunk)).addListener(_ -> {});
            if (toSend == 0) {
                ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(_ -> {});
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        push(ctx);
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close().addListener(_ -> {});
    }
}
