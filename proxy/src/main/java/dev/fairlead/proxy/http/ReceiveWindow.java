package dev.fairlead.proxy.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;

/** The flow-control windows of what a peer sends on one connection (RFC 9113 §5.2). */
record ReceiveWindow(Http2Connection connection) {
    /** Gives bytes of a stream's window back; a stream that is gone has got them already. */
    void consumed(ChannelHandlerContext ctx, int streamId, int bytes) {
        try {
            if (connection
                    .local()
                    .flowController()
                    .consumeBytes(connection.stream(streamId), bytes)) {
                ctx.flush();
            }
        } catch (Http2Exception overrun) {
            ctx.fireExceptionCaught(overrun);
        }
    }
}
