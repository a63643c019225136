package dev.fairlead.proxy.config;

import java.time.Duration;

/**
 * Connections that the proxy opens.
 *
 * @param timeout how long connecting may take, more than 0
 * @param backoff pauses between attempts to reach the same endpoint
 * @param keepAlive of the connections
 */
public record ConnectConfig(Duration timeout, ConnectBackoff backoff, SocketKeepAlive keepAlive) {
    public ConnectConfig {
        Check.positive("timeout", timeout);
    }
}
