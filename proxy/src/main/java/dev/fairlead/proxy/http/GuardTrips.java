package dev.fairlead.proxy.http;

/** Hears of every trip of a guard; on the loop of the connection. */
@FunctionalInterface
public interface GuardTrips {
    /** {@code guard} has acted against the peer. */
    void tripped(Http2Guard guard);
}
