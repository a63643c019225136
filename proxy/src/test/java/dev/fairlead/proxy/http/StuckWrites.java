package dev.fairlead.proxy.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;

/** A peer that does not read: writes stay unfinished until the test says what becomes of them. */
final class StuckWrites extends ChannelOutboundHandlerAdapter {
    private final ArrayDeque<ChannelPromise> unfinished = new ArrayDeque<>();

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ReferenceCountUtil.release(message);
        unfinished.add(promise);
    }

    /** The oldest write left as a whole. */
    void finishOne() {
        unfinished.remove().setSuccess();
    }

    void failAll() {
        while (!unfinished.isEmpty()) {
            unfinished.remove().setFailure(new ClosedChannelException());
        }
    }
}
