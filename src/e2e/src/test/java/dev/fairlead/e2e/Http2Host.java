package dev.fairlead.e2e;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One stream of a {@link RudeServer}. */
final class Http2Host extends ChannelInboundHandlerAdapter {
    private final RudeServer server;
    private @Nullable Visit visit;
    private Conduct conduct = new Conduct() {};

    Http2Host(RudeServer server) {
        this.server = server;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            switch (frame) {
                case Http2HeadersFrame headers -> {
                    if (visit == null) {
                        open(ctx, headers);
                    }
                    endIf(headers.isEndStream());
                }
                case Http2DataFrame data -> {
                    visit().hear(data.content());
                    conduct.data(visit());
                    endIf(data.isEndStream());
                }
                default -> {}
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void open(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
        visit = new Http2Visit(server.ledger(), ctx, frame.headers());
        conduct = server.conduct(visit());
        conduct.head(visit());
    }

    private Visit visit() {
        return Objects.requireNonNull(visit);
    }

    private void endIf(boolean last) {
        if (last) {
            visit().hearEnd();
            conduct.end(visit());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame reset && visit != null) {
            visit.brokenOff(String.valueOf(Http2Error.valueOf(reset.errorCode())));
            ctx.close().addListener(_ -> {});
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (visit != null) {
            visit.brokenOff("closed");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close().addListener(_ -> {});
    }
}
