package dev.fairlead.proxy.pool;

import dev.fairlead.proxy.http.ResponseSink;
import dev.fairlead.proxy.http.UpstreamEdge;

/** A request that waits for a connection. */
record Waiting(ResponseSink response, Opening opening) {
    /** Gives it to a connection with room; false if nobody waits for it any more. */
    boolean openOn(UpstreamEdge edge) {
        if (opening.cancelled()) {
            return false;
        }
        opening.opened(edge.open(response));
        return true;
    }

    void fail(ConnectFailure failure) {
        if (!opening.cancelled()) {
            opening.failed(failure);
        }
    }
}
