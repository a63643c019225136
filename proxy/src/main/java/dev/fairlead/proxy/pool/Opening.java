package dev.fairlead.proxy.pool;

import dev.fairlead.proxy.http.MessageSink;

/** A request that wants to be carried: told how that went, once, on the pool's loop. */
public interface Opening {
    /** A connection carries it: the request goes into {@code request}, its head first. */
    void opened(MessageSink request);

    /** No connection came about. */
    void failed(ConnectFailure failure);

    /** Whether nobody waits any more; then neither of the others is called. */
    boolean cancelled();
}
