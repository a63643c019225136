package dev.fairlead.e2e;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link RudeServer}: one visit after the other. */
final class Http1Host extends SimpleChannelInboundHandler<HttpObject> {
    private final RudeServer server;
    private @Nullable Visit visit;
    private Conduct conduct = new Conduct() {};

    Http1Host(RudeServer server) {
        this.server = server;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message instanceof HttpRequest head) {
            Visit next = new Http1Visit(server.ledger(), ctx, head);
            visit = next;
            conduct = server.conduct(next);
            conduct.head(next);
        }
        Visit current = visit;
        if (current == null) {
            return;
        }
        if (message instanceof HttpContent content) {
            current.hear(content.content());
            conduct.data(current);
        }
        if (message instanceof LastHttpContent) {
            current.hearEnd();
            conduct.end(current);
        }
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
