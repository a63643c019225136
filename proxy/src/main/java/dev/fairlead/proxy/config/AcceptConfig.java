package dev.fairlead.proxy.config;

import java.util.OptionalInt;

/**
 * A listening socket and what it accepts.
 *
 * @param backlog of {@code listen(2)}, from 1; empty leaves it to the system
 * @param keepAlive of accepted connections
 */
public record AcceptConfig(OptionalInt backlog, SocketKeepAlive keepAlive) {
    public AcceptConfig {
        backlog.ifPresent(value -> Check.atLeast("backlog", value, 1));
    }
}
