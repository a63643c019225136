package dev.fairlead.proxy.pool;

/** How an endpoint is spoken to. */
public enum HttpProtocol {
    /** HTTP/1.1, or HTTP/1.0 where the client spoke it: one request at a time. */
    HTTP_1,
    /** HTTP/2 with prior knowledge: many requests at a time. */
    HTTP_2
}
