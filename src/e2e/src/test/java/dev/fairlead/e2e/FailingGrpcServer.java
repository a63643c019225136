package dev.fairlead.e2e;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * gRPC's own server with a service that fails: each odd unary call, and each stream behind its
 * first message. It counts what reaches it.
 */
final class FailingGrpcServer extends TestServiceGrpc.TestServiceImplBase implements AutoCloseable {
    private final AtomicLong unary = new AtomicLong();
    private final AtomicLong streams = new AtomicLong();
    private final Server server;

    FailingGrpcServer() throws IOException {
        server =
                Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                        .addService(this)
                        .build()
                        .start();
    }

    int port() {
        return server.getPort();
    }

    long unaryCalls() {
        return unary.get();
    }

    long streams() {
        return streams.get();
    }

    @Override
    public void unaryCall(SimpleRequest request, StreamObserver<SimpleResponse> answer) {
        if (unary.incrementAndGet() % 2 == 1) {
            answer.onError(Status.UNAVAILABLE.withDescription("odd").asRuntimeException());
        } else {
            answer.onNext(SimpleResponse.newBuilder().setUsername("done").build());
            answer.onCompleted();
        }
    }

    @Override
    public void streamingOutputCall(
            StreamingOutputCallRequest request,
            StreamObserver<StreamingOutputCallResponse> answer) {
        streams.incrementAndGet();
        answer.onNext(StreamingOutputCallResponse.getDefaultInstance());
        answer.onError(Status.UNAVAILABLE.withDescription("broken").asRuntimeException());
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
