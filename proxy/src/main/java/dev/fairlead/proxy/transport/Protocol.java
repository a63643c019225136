package dev.fairlead.proxy.transport;

/** What a connection speaks, as far as its first bytes tell. */
public enum Protocol {
    /** HTTP/1.0 or HTTP/1.1 in clear. */
    HTTP_1,
    /** HTTP/2 in clear with prior knowledge (RFC 9113 §3.3). */
    HTTP_2,
    /** Anything else, TLS and protocols in which the server speaks first included. */
    OPAQUE
}
