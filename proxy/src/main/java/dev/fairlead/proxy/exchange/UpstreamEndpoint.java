package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.HttpMeters;
import dev.fairlead.metrics.TransportMeters;
import dev.fairlead.proxy.pool.ConnectionPool;

/** What a destination keeps for one of its endpoints: connections and meters. */
final class UpstreamEndpoint {
    private final ConnectionPool pool;
    private final HttpMeters meters;
    private final TransportMeters transport;
    private int failedConnects;

    UpstreamEndpoint(ConnectionPool pool, HttpMeters meters, TransportMeters transport) {
        this.pool = pool;
        this.meters = meters;
        this.transport = transport;
    }

    ConnectionPool pool() {
        return pool;
    }

    HttpMeters meters() {
        return meters;
    }

    /** Counts one more failed connect in a row; returns how many went before it. */
    int connectFailed() {
        return failedConnects++;
    }

    void connected() {
        failedConnects = 0;
    }

    void retire() {
        pool.retire();
        meters.close();
        transport.close();
    }
}
