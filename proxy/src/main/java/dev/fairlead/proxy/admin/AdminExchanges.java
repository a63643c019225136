package dev.fairlead.proxy.admin;

import dev.fairlead.metrics.HttpMeters;
import dev.fairlead.proxy.http.ExchangeFactory;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.http.RequestProblem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;

/** Serves the admin pages on one client connection, over the same edges as traffic. */
public final class AdminExchanges implements ExchangeFactory {
    private final AdminPages pages;
    private final HttpMeters meters;
    private final boolean fromLoopback;

    /**
     * @param meters count the requests, as inbound ones
     * @param fromLoopback whether the client is on this machine's loopback interface
     */
    public AdminExchanges(AdminPages pages, HttpMeters meters, boolean fromLoopback) {
        this.pages = pages;
        this.meters = meters;
        this.fromLoopback = fromLoopback;
    }

    @Override
    public MessageSink open(MessageSink response) {
        return new AdminExchange(pages, meters, fromLoopback, response);
    }

    @Override
    public void refuse(RequestProblem problem, MessageSink response) {
        Http2Headers head = new DefaultHttp2Headers(false, 2);
        head.status(
                switch (problem) {
                    case MALFORMED -> "400";
                    case HEADERS_TOO_LARGE -> "431";
                    case TARGET_TOO_LONG -> "414";
                });
        head.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
        response.head(head, true);
    }
}
