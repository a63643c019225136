package dev.fairlead.e2e;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Map;

/** One call on its stream. */
final class Http2Exchange extends ChannelInboundHandlerAdapter {
    private final Call call;
    private final Runnable again;
    private boolean headCame;
    private boolean unsent;

    /**
     * Tells the call what comes.
     *
     * @param again sends the call elsewhere: the server says that it never saw it
     */
    Http2Exchange(Call call, Runnable again) {
        this.call = call;
        this.again = again;
    }

    void send(Http2StreamChannel stream) {
        call.sentWith(() ->
                stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL))
                        .addListener(_ -> stream.close().addListener(_ -> {})));
        Question question = call.question();
        boolean last = question.body().framing() != Body.Framing.STREAMED;
        last &= question.body().size() == 0;
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(head(question), last))
                .addListener(future -> {
                    if (!future.isSuccess()) {
                        unsent = true;
                    }
                });
        if (!last) {
            sendBody(stream, new BodyPieces(question.body()));
        }
    }

    private static Http2Headers head(Question question) {
        Http2Headers head =
                new DefaultHttp2Headers()
                        .method(question.method())
                        .scheme("http")
                        .authority(question.authority())
                        .path(question.path());
        question.headers().forEach(head::set);
        if (question.body().framing() == Body.Framing.LENGTH) {
            head.setInt("content-length", question.body().size());
        }
        return head;
    }

    private void sendBody(Http2StreamChannel stream, BodyPieces pieces) {
        sendPiece(stream, pieces);
        Runnable sendRest =
                () -> {
                    while (pieces.hasNext()) {
                        sendPiece(stream, pieces);
                    }
                };
        if (call.rest().isDone()) {
            sendRest.run();
        } else {
            call.rest().thenRunAsync(sendRest, stream.eventLoop()).exceptionally(_ -> null);
        }
    }

    private static void sendPiece(Http2StreamChannel stream, BodyPieces pieces) {
        ByteBuf piece = pieces.next();
        stream.writeAndFlush(new DefaultHttp2DataFrame(piece, !pieces.hasNext()))
                .addListener(_ -> {});
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            switch (frame) {
                case Http2HeadersFrame headers -> headers(headers);
                case Http2DataFrame data -> {
                    call.dataCame(data.content());
                    if (data.isEndStream()) {
                        call.ended(Map.of());
                    }
                }
                default -> {}
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void headers(Http2HeadersFrame frame) {
        Http2Headers headers = frame.headers();
        if (headCame) {
            call.ended(values(headers));
            return;
        }
        int status = Integer.parseInt(headers.status().toString());
        if (status < 200) {
            return;
        }
        headCame = true;
        call.headCame(status, values(headers));
        if (frame.isEndStream()) {
            call.ended(Map.of());
        }
    }

    static Map<String, String> values(Http2Headers headers) {
        Map<String, String> values = new HashMap<>();
        headers.forEach(
                entry -> values.put(entry.getKey().toString(), entry.getValue().toString()));
        return values;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            call.failed("reset " + Http2Error.valueOf(reset.errorCode()));
        }
        if (event instanceof Http2GoAwayFrame) {
            unsent = true; // RFC 9113 §6.8: streams above the last one were not looked at
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (unsent && !headCame && !call.isOver()) {
            again.run();
        } else {
            call.failed("the stream has ended");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close().addListener(_ -> {});
    }
}
