package dev.fairlead.proxy.http;

import dev.fairlead.proxy.config.Http2Config;
import dev.fairlead.proxy.config.HttpLimits;

/**
 * What an HTTP/2 connection keeps to.
 *
 * @param http limits of messages, the same as over HTTP/1
 * @param http2 windows, streams, resets
 * @param trips hears of guards that act
 * @param fromProxies whether clients may be proxies, which say what was HTTP/1
 */
public record Http2Terms(
        HttpLimits http, Http2Config http2, GuardTrips trips, boolean fromProxies) {
    /** The terms of a connection whose peer is no proxy, or is a server. */
    public Http2Terms(HttpLimits http, Http2Config http2, GuardTrips trips) {
        this(http, http2, trips, false);
    }

    /** The largest header list in bytes: no more than HTTP/1 may have. */
    int maxHeaderListBytes() {
        return Math.min(http.maxHeaderBytes(), http2.maxHeaderListBytes());
    }
}
