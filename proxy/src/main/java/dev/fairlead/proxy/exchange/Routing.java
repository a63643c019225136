package dev.fairlead.proxy.exchange;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.Optional;

/** Which destination the requests of one client connection are for. */
public interface Routing {
    /** The destination of a request; empty if it names none. Called on the loop. */
    Optional<Destination> destination(Http2Headers head);
}
