package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlusherTest {
    private final FlushCounter flushes = new FlushCounter();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(flushes, new Flusher(), new Answering());

    /** Counts what gets through to the socket. */
    private static final class FlushCounter extends ChannelDuplexHandler {
        int count;

        @Override
        public void flush(ChannelHandlerContext ctx) {
            count++;
            ctx.flush();
        }
    }

    /** Writes a byte for each message. */
    private static final class Answering extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            var _ = ctx.writeAndFlush(Unpooled.buffer().writeByte(1));
        }
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void flushesOnceForAllMessagesOfOneRead() {
        channel.writeInbound("one", "two", "three");

        assertThat(flushes.count).isEqualTo(1);
        assertThat(channel.outboundMessages()).hasSize(3);
    }
}
