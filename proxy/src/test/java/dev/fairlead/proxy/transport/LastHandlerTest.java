package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastHandlerTest {
    /** Holds closes back, as a handler that has something to say before does. */
    private static final class Delay extends ChannelOutboundHandlerAdapter {
        @Override
        public void close(ChannelHandlerContext ctx, ChannelPromise promise) {}
    }

    private final LogCapture log = new LogCapture(LastHandler.class);
    private final EmbeddedChannel channel = new EmbeddedChannel(new LastHandler());

    @AfterEach
    void close() {
        log.close();
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @Test
    void closesOnAnException() {
        channel.pipeline().fireExceptionCaught(new IllegalStateException("bug"));

        assertThat(channel.isOpen()).isFalse();
        assertThat(log.messages(Level.WARN))
                .containsExactly("exception not handled, connection closed");
    }

    @Test
    void warnsOnceWhileTheCloseTakesItsTime() {
        channel.pipeline().addFirst("delay", new Delay());

        channel.pipeline().fireExceptionCaught(new IllegalStateException("bug"));
        channel.pipeline().fireExceptionCaught(new IllegalStateException("another"));
        channel.pipeline().remove("delay");

        assertThat(log.messages(Level.WARN))
                .containsExactly("exception not handled, connection closed");
    }

    @Test
    void closesWithoutAWarningWhenThePeerIsGone() {
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));

        assertThat(channel.isOpen()).isFalse();
        assertThat(log.messages(Level.WARN)).isEmpty();
    }

    @Test
    void closesWithoutAWarningWhatWasNeverConnected() {
        channel.pipeline().fireExceptionCaught(new NotYetConnectedException());

        assertThat(channel.isOpen()).isFalse();
        assertThat(log.messages(Level.WARN)).isEmpty();
    }

    @Test
    void doesNotWarnOfWhatFailsAfterTheClose() {
        ChannelHandlerContext last = channel.pipeline().context(LastHandler.class);
        var _ = channel.close();

        new LastHandler().exceptionCaught(last, new UncheckedIOException(new IOException("late")));

        assertThat(log.messages(Level.WARN)).isEmpty();
    }

    @Test
    void releasesWhatNobodyTookAndWarnsOnce() {
        ByteBuf one = Unpooled.buffer(8).writeLong(1);
        ByteBuf two = Unpooled.buffer(8).writeLong(2);

        channel.writeInbound(one, two);

        assertThat(one.refCnt()).isZero();
        assertThat(two.refCnt()).isZero();
        assertThat(log.messages(Level.WARN)).containsExactly("message not handled");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void passesEverythingElse() {
        List<Object> seen = new ArrayList<>();
        channel.pipeline()
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void userEventTriggered(
                                    ChannelHandlerContext ctx, Object event) {
                                seen.add(event);
                            }

                            @Override
                            public void channelWritabilityChanged(ChannelHandlerContext ctx) {
                                seen.add("writability");
                            }
                        });

        channel.pipeline().fireUserEventTriggered("event");
        channel.pipeline().fireChannelWritabilityChanged();

        assertThat(seen).containsExactly("event", "writability");
    }
}
