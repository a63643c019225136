package dev.fairlead.proxy.config;

import java.time.Duration;

/**
 * What both directions have.
 *
 * @param accept sockets that clients connect to
 * @param connect connections that the proxy opens
 * @param detectTimeout how long the first bytes of a connection may take; afterwards it is opaque
 * @param opaquePorts destination ports that are relayed without being looked into
 * @param httpQueue requests that wait for an endpoint
 * @param tcpQueue opaque connections that wait for an endpoint
 * @param pool idle connections to endpoints
 * @param maxInFlight how many requests may wait for their response's head at the same time, from 1
 * @param discoveryIdleTimeout how long a destination is remembered after its last use
 * @param streamIdleTimeout how long a stream may carry nothing after the head of its response; 0
 *     for any time
 * @param http2 how the listener speaks HTTP/2
 */
public record DirectionConfig(
        AcceptConfig accept,
        ConnectConfig connect,
        Duration detectTimeout,
        PortSet opaquePorts,
        QueueConfig httpQueue,
        QueueConfig tcpQueue,
        PoolConfig pool,
        int maxInFlight,
        Duration discoveryIdleTimeout,
        Duration streamIdleTimeout,
        Http2Config http2) {
    public DirectionConfig {
        Check.notNegative("detectTimeout", detectTimeout);
        Check.atLeast("maxInFlight", maxInFlight, 1);
        Check.notNegative("discoveryIdleTimeout", discoveryIdleTimeout);
        Check.notNegative("streamIdleTimeout", streamIdleTimeout);
    }
}
