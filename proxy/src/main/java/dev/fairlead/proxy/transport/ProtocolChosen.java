package dev.fairlead.proxy.transport;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;

/** Takes a connection over from {@link ProtocolDetector}, on the connection's loop. */
@FunctionalInterface
public interface ProtocolChosen {
    /**
     * Installs the handlers for {@code protocol} behind {@code ctx}, at once: when this returns,
     * the bytes read so far are passed to them in order and the detector leaves the pipeline. It
     * may close the channel instead. From here on the new handlers ask for reads.
     */
    void chosen(ChannelHandlerContext ctx, Protocol protocol);

    /**
     * Says how detection ended: exactly once per connection, before {@link #chosen}, which does not
     * follow {@link DetectionResult#ERROR}.
     *
     * @param elapsed since detection began
     */
    default void detected(DetectionResult result, Duration elapsed) {}
}
