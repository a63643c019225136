package dev.fairlead.proxy.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How a dead peer is noticed on a socket. {@code SO_KEEPALIVE} itself is always on.
 *
 * @param idle {@code TCP_KEEPIDLE}; empty leaves it to the system
 * @param userTimeout {@code TCP_USER_TIMEOUT}; empty leaves it to the system
 */
public record SocketKeepAlive(Optional<Duration> idle, Optional<Duration> userTimeout) {
    public SocketKeepAlive {
        idle.ifPresent(value -> Check.positive("idle", value));
        userTimeout.ifPresent(value -> Check.positive("userTimeout", value));
    }
}
