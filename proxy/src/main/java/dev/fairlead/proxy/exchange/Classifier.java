package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.ResponseOutcome;
import dev.fairlead.route.GrpcStatus;
import dev.fairlead.route.ResponseClasses;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Says how a response counts, at the earliest certain moment, as Linkerd does.
 *
 * <p>A class of the route that matches the status is final. Where the route has classes and none
 * matches, {@code grpc-status} decides, first in the head, then in the trailers, then the status.
 * Without classes a gRPC request is judged by {@code grpc-status} alone, where a missing one counts
 * as a success with code 2, and any other by its status, which is a failure from 500 to 599.
 *
 * @param classes of the route, empty for the default route
 */
record Classifier(ResponseClasses classes) {
    private static final AsciiString GRPC_STATUS = AsciiString.cached("grpc-status");

    /** The verdict on a head, or null if it takes the end of the response to know. */
    @Nullable ResponseOutcome atHead(int status, Http2Headers head, boolean grpcRequest) {
        if (classes.isEmpty()) {
            return grpcRequest ? grpc(head) : byStatus(status);
        }
        return switch (classes.verdict(status)) {
            case SUCCESS -> ResponseOutcome.SUCCESS;
            case FAILURE -> ResponseOutcome.FAILURE;
            case UNMATCHED -> grpc(head);
        };
    }

    /** The verdict on a response whose head was not enough. */
    ResponseOutcome atEnd(int status, @Nullable Http2Headers trailers, boolean grpcRequest) {
        ResponseOutcome told = trailers == null ? null : grpc(trailers);
        if (told != null) {
            return told;
        }
        if (classes.isEmpty() && grpcRequest) {
            return ResponseOutcome.grpc(GrpcStatus.UNKNOWN, true);
        }
        return byStatus(status);
    }

    private static @Nullable ResponseOutcome grpc(Http2Headers headers) {
        CharSequence value = headers.get(GRPC_STATUS);
        int code = value == null ? GrpcStatus.ABSENT : GrpcStatus.parse(value);
        return code == GrpcStatus.ABSENT
                ? null
                : ResponseOutcome.grpc(code, !GrpcStatus.isFailure(code));
    }

    private static ResponseOutcome byStatus(int status) {
        return status >= 500 && status <= 599 ? ResponseOutcome.FAILURE : ResponseOutcome.SUCCESS;
    }
}
