package dev.fairlead.proxy.transport;

/** Counts one connection, on its loop. Seen from the proxy: <i>read</i> is what the peer sent. */
public interface ByteMeter {
    /** The connection stands. Called once, before anything else. */
    void opened();

    /** {@code bytes} more came from the peer, from 1. */
    void read(long bytes);

    /** {@code bytes} more were handed to the connection for the peer, from 1. */
    void written(long bytes);

    /**
     * The connection is gone. Called once, after {@link #opened}.
     *
     * @param errno the symbol of the error that ended it, {@code ECONNRESET} for example; empty
     *     when none did
     */
    void closed(String errno);
}
