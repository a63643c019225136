package dev.fairlead.proxy.http;

/**
 * Receives the response of an upstream connection. It can end in one more way than other messages:
 * with its connection.
 */
public interface ResponseSink extends MessageSink {
    /** Ends the message: the connection beneath it is gone or cannot be understood any more. */
    void lost(ConnectionLoss loss);
}
