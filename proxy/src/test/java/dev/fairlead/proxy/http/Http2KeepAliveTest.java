package dev.fairlead.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.proxy.config.Http2Config.KeepAlive;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2SettingsAckFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class Http2KeepAliveTest {
    private static final KeepAlive CONFIG =
            new KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(3));

    private final EmbeddedChannel channel = new EmbeddedChannel();

    Http2KeepAliveTest() {
        channel.freezeTime();
        channel.pipeline().addLast(new Http2KeepAlive(CONFIG));
    }

    @Test
    void pingsAPeerThatIsSilentForTheInterval() {
        pass(9);

        assertThat(channel.<Object>readOutbound()).isNull();

        pass(1);

        assertThat(channel.<Object>readOutbound()).isInstanceOf(Http2PingFrame.class);
    }

    @Test
    void closesWhenNothingComesWithinTheTimeout() {
        pass(10);
        pass(3);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anyFrameKeepsTheConnection() {
        pass(10);
        channel.writeInbound(Http2SettingsAckFrame.INSTANCE);
        pass(3);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void countsTheIntervalFromTheLastFrame() {
        pass(6);
        channel.writeInbound(Http2SettingsAckFrame.INSTANCE);
        pass(6);

        assertThat(channel.<Object>readOutbound()).isNull();

        pass(4);

        assertThat(channel.<Object>readOutbound()).isInstanceOf(Http2PingFrame.class);
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
