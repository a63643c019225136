package dev.fairlead.e2e;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerStreamTracer;
import io.grpc.services.MetricRecorder;
import io.grpc.testing.integration.AbstractInteropTest;
import io.grpc.testing.integration.TestServiceImpl;
import io.grpc.xds.orca.OrcaMetricReportingServerInterceptor;
import io.grpc.xds.orca.OrcaServiceImpl;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** gRPC's interop server, which counts the calls that reach it. */
final class InteropServer implements AutoCloseable {
    /** What the names of the test service's methods begin with. */
    static final String SERVICE = "grpc.testing.TestService/";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Long> calls = new ConcurrentHashMap<>();
    private final Server server;

    InteropServer() throws IOException {
        MetricRecorder recorder = MetricRecorder.newInstance();
        server =
                Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                        .maxInboundMessageSize(AbstractInteropTest.MAX_MESSAGE_SIZE)
                        .addService(
                                ServerInterceptors.intercept(
                                        new TestServiceImpl(timer, recorder),
                                        TestServiceImpl.interceptors()))
                        .addService(
                                OrcaServiceImpl.createService(timer, recorder, 1, TimeUnit.SECONDS))
                        .intercept(OrcaMetricReportingServerInterceptor.create(recorder))
                        .addStreamTracerFactory(new CallCounter())
                        .build()
                        .start();
    }

    int port() {
        return server.getPort();
    }

    /** Calls up to now by method of the test service; all others under one name. */
    Map<String, Long> calls() {
        return new TreeMap<>(calls);
    }

    @Override
    public void close() {
        server.shutdownNow();
        timer.shutdownNow();
    }

    /** Sees every call, those of unknown methods too. */
    private final class CallCounter extends ServerStreamTracer.Factory {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
            boolean ours = method.startsWith(SERVICE);
            String route = ours ? method.substring(SERVICE.length()) : Counts.DEFAULT_ROUTE;
            calls.merge(route, 1L, Long::sum);
            return new ServerStreamTracer() {};
        }
    }
}
