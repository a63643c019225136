package dev.fairlead.proxy.http;

/** What an upstream edge tells the pool that owns its connection; on the loop of the connection. */
public interface UpstreamListener {
    /** The connection stands: {@code edge} takes requests. Comes first, and once. */
    void connected(UpstreamEdge edge);

    /** A stream has ended, or the peer allows more of them: there may be room. */
    void room();

    /** The peer takes no new streams on this connection; those that are open go on. */
    void goingAway();

    /** The connection is gone; every stream on it has been told. */
    void closed();
}
