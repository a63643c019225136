package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SocketSettingsTest {
    private static SocketSettings timed(Duration connect, Duration idle, Duration user) {
        return new SocketSettings(16, connect, idle, user, ByteBufAllocator.DEFAULT);
    }

    @Test
    void connectionsAreReadByHandAndMayHalfClose() {
        assertThat(SocketSettings.DEFAULT.portableOptions())
                .containsEntry(untyped(ChannelOption.AUTO_READ), false)
                .containsEntry(untyped(ChannelOption.ALLOW_HALF_CLOSURE), true)
                .containsEntry(untyped(ChannelOption.TCP_NODELAY), true)
                .containsEntry(untyped(ChannelOption.SO_KEEPALIVE), true);
    }

    @Test
    void zeroLeavesTimersToTheSystem() {
        assertThat(SocketSettings.DEFAULT.linuxOptions())
                .isEqualTo(SocketSettings.DEFAULT.portableOptions());
    }

    @Test
    void timersBecomeLinuxOptions() {
        SocketSettings settings =
                timed(Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofSeconds(30));

        assertThat(settings.linuxOptions())
                .containsEntry(untyped(EpollChannelOption.TCP_KEEPIDLE), 1)
                .containsEntry(untyped(EpollChannelOption.TCP_USER_TIMEOUT), 30_000);
    }

    @Test
    void refusesWhatTheKernelWould() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> timed(Duration.ZERO, second, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> timed(Duration.ofDays(25), second, second))
                .hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> timed(second, Duration.ofMillis(-1), second))
                .hasMessageContaining("keepAliveIdle");
        assertThatThrownBy(() -> timed(second, second, Duration.ofMillis(-1)))
                .hasMessageContaining("userTimeout");
        assertThatThrownBy(() ->
                        new SocketSettings(0, second, second, second, ByteBufAllocator.DEFAULT))
                .hasMessageContaining("backlog");
    }

    @Test
    void connectTimeoutIsReplacedAlone() {
        SocketSettings settings = SocketSettings.DEFAULT.withConnectTimeout(Duration.ofMillis(300));

        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofMillis(300));
        assertThat(settings.withConnectTimeout(Duration.ofSeconds(1)))
                .isEqualTo(SocketSettings.DEFAULT);
    }

    @SuppressWarnings("unchecked") // the map holds options of all types
    private static ChannelOption<Object> untyped(ChannelOption<?> option) {
        return (ChannelOption<Object>) option;
    }
}
