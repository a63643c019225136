package dev.fairlead.proxy.http;

import io.netty.channel.ChannelHandler;

/** One upstream connection as the pool sees it: how many requests it may carry, and the way in. */
public interface UpstreamEdge extends ChannelHandler {
    /** How many more requests may be opened now. */
    int room();

    /** Opens a request; only while there is {@link #room}. */
    MessageSink open(ResponseSink response);

    /** Whether nothing is under way. */
    boolean idle();

    /** Closes the connection as soon as nothing is under way. */
    void retire();
}
