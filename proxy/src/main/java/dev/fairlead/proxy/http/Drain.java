package dev.fairlead.proxy.http;

/**
 * A user event for client connections: take no new requests, let those under way finish, then
 * close.
 */
public enum Drain {
    /** The event. */
    INSTANCE
}
