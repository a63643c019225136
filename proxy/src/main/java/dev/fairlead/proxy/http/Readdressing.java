package dev.fairlead.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;

/** Puts another authority into requests whose endpoint wants to be called by another name. */
public final class Readdressing {
    private Readdressing() {}

    /**
     * A copy of a request's head that names another host, in {@code :authority}, {@code Host} and a
     * target in absolute form; {@code head} stays as it is, for an attempt elsewhere. The name of
     * the service that it was routed as goes, as it is about another host. CONNECT is not copied:
     * its authority is not the name of the endpoint but where the tunnel leads.
     *
     * @param authority {@code HOST} or {@code HOST:PORT}
     */
    public static Http2Headers of(Http2Headers head, CharSequence authority) {
        if ("CONNECT".contentEquals(head.method())) {
            return head;
        }
        Http2Headers copy =
                head instanceof Http1Head http1
                        ? http1.withTarget(http1.absoluteTarget().map(_ -> target(head, authority)))
                        : new DefaultHttp2Headers(false, head.size());
        copy.add(head);
        copy.remove(HttpHeaderNames.HOST);
        copy.remove(HeaderRules.DST_CANONICAL);
        return copy.authority(authority);
    }

    private static String target(Http2Headers head, CharSequence authority) {
        return head.scheme() + "://" + authority + head.path();
    }
}
