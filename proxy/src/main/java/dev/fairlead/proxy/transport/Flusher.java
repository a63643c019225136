package dev.fairlead.proxy.transport;

import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Joins the flushes of one turn of the event loop into one system call, so that every write may be
 * a {@code writeAndFlush}. It also covers writes from another connection's turn, which no {@code
 * channelReadComplete} of this connection follows. Comes right behind a codec, one per connection,
 * so that what a codec does at each flush is done once a turn too.
 */
public final class Flusher extends FlushConsolidationHandler {
    /** Its name in a pipeline. */
    public static final String NAME = "flush";

    /** Flushes joined at most: bounds how long the first write of a long turn waits. */
    private static final int MOST_JOINED = 256;

    public Flusher() {
        super(MOST_JOINED, true);
    }
}
