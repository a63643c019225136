package dev.fairlead.proxy.http;

/**
 * What a server edge hands its requests to: the seam through which the edges reach the exchange
 * without knowing it. One factory belongs to one client connection, on its event loop.
 */
public interface ExchangeFactory {
    /**
     * Opens an exchange for one request.
     *
     * @param response where the answer goes
     * @return where the request goes, its head first
     */
    MessageSink open(MessageSink response);

    /** Answers a request that cannot become an exchange; nothing of it is read any more. */
    void refuse(RequestProblem problem, MessageSink response);
}
