package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.HeaderRules;
import io.netty.handler.codec.http2.Http2Headers;

/** What a direction does to the mesh's own header fields. */
enum HeaderPolicy {
    /** Towards the application behind this proxy. */
    INBOUND {
        @Override
        void request(Http2Headers head, CharSequence canonicalName) {
            HeaderRules.inboundRequest(head);
        }

        @Override
        void response(Http2Headers head) {
            HeaderRules.inboundResponse(head);
        }
    },
    /** Away from the application behind this proxy. */
    OUTBOUND {
        @Override
        void request(Http2Headers head, CharSequence canonicalName) {
            HeaderRules.outboundRequest(head, canonicalName);
        }

        @Override
        void response(Http2Headers head) {
            HeaderRules.outboundResponse(head);
        }
    };

    static HeaderPolicy of(Direction direction) {
        return switch (direction) {
            case INBOUND -> INBOUND;
            case OUTBOUND -> OUTBOUND;
        };
    }

    /**
     * @param canonicalName the service that the request was routed as, empty if by no profile
     */
    abstract void request(Http2Headers head, CharSequence canonicalName);

    abstract void response(Http2Headers head);
}
