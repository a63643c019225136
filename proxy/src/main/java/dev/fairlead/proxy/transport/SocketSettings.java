package dev.fairlead.proxy.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What one kind of socket is set to. {@code TCP_NODELAY} and {@code SO_KEEPALIVE} are always on.
 *
 * @param backlog connections that wait to be accepted, from 1; the kernel caps it at {@code
 *     net.core.somaxconn}
 * @param connectTimeout how long a connect may take, 1 ms to 24 days
 * @param keepAliveIdle silence before the first keep-alive probe, whole seconds, as {@code
 *     TCP_KEEPIDLE}; zero leaves it to the system. Only epoll can set it
 * @param userTimeout how long sent bytes may stay unacknowledged, as {@code TCP_USER_TIMEOUT} (RFC
 *     5482); zero leaves it to the system. Only epoll can set it
 * @param allocator of buffers that are read into
 */
public record SocketSettings(
        int backlog,
        Duration connectTimeout,
        Duration keepAliveIdle,
        Duration userTimeout,
        ByteBufAllocator allocator) {
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    /** Backlog 1,024, connect within one second, the system's keep-alive and no user timeout. */
    public static final SocketSettings DEFAULT =
            new SocketSettings(
                    1024,
                    Duration.ofSeconds(1),
                    Duration.ZERO,
                    Duration.ZERO,
                    ByteBufAllocator.DEFAULT);

    public SocketSettings {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog: " + backlog + " (expected: >= 1)");
        }
        requireInRange("connectTimeout", connectTimeout, Duration.ofMillis(1));
        requireInRange("keepAliveIdle", keepAliveIdle, Duration.ZERO);
        requireInRange("userTimeout", userTimeout, Duration.ZERO);
    }

    private static void requireInRange(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + least + " to " + LONGEST + ")");
        }
    }

    /** These settings with another connect timeout. */
    public SocketSettings withConnectTimeout(Duration timeout) {
        return new SocketSettings(backlog, timeout, keepAliveIdle, userTimeout, allocator);
    }

    /** Options of a connection that every transport has. */
    Map<ChannelOption<Object>, Object> portableOptions() {
        Map<ChannelOption<Object>, Object> options = new HashMap<>();
        put(options, ChannelOption.AUTO_READ, false);
        put(options, ChannelOption.ALLOW_HALF_CLOSURE, true);
        put(options, ChannelOption.TCP_NODELAY, true);
        put(options, ChannelOption.SO_KEEPALIVE, true);
        put(options, ChannelOption.ALLOCATOR, allocator);
        return options;
    }

    /** The portable options and those that only epoll has. */
    Map<ChannelOption<Object>, Object> linuxOptions() {
        Map<ChannelOption<Object>, Object> options = portableOptions();
        if (keepAliveIdle.isPositive()) {
            int seconds = (int) Math.max(1, keepAliveIdle.toSeconds());
            put(options, EpollChannelOption.TCP_KEEPIDLE, seconds);
        }
        if (userTimeout.isPositive()) {
            int millis = (int) Math.max(1, userTimeout.toMillis());
            put(options, EpollChannelOption.TCP_USER_TIMEOUT, millis);
        }
        return options;
    }

    @SuppressWarnings("unchecked") // the bootstrap's setters want option and value of one type
    private static <T> void put(
            Map<ChannelOption<Object>, Object> options, ChannelOption<T> option, T value) {
        options.put((ChannelOption<Object>) (ChannelOption<?>) option, value);
    }
}
