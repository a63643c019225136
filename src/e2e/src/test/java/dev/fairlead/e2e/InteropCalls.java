package dev.fairlead.e2e;

import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.testing.integration.AbstractInteropTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.AssumptionViolatedException;
import org.junit.jupiter.api.Assumptions;

/** The calls that gRPC's authors hold against each of their transports, sent through a sidecar. */
final class InteropCalls extends AbstractInteropTest {
    private final int port;
    private final String authority;

    /** Calls go to this port of the loopback interface. */
    InteropCalls(int port, String authority) {
        this.port = port;
        this.authority = authority;
    }

    /** Their names: every test without parameters. */
    static List<String> names() {
        return Arrays.stream(AbstractInteropTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(org.junit.Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .map(Method::getName)
                .toList();
    }

    /** Runs one; an assumption that does not hold leaves it out. */
    void run(String name) throws Exception {
        setUp();
        try {
            AbstractInteropTest.class.getMethod(name).invoke(this);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case AssumptionViolatedException assumption ->
                        Assumptions.abort(name + " left out: " + assumption.getMessage());
                case Error error -> throw error;
                case Exception exception -> throw exception;
                case null, default -> throw e;
            }
        } finally {
            tearDown();
        }
    }

    @Override
    protected ManagedChannelBuilder<?> createChannelBuilder() {
        return NettyChannelBuilder.forAddress(
                        "127.0.0.1", port, InsecureChannelCredentials.create())
                .overrideAuthority(authority)
                .flowControlWindow(TEST_FLOW_CONTROL_WINDOW)
                .maxInboundMessageSize(MAX_MESSAGE_SIZE);
    }

    @Override
    protected boolean metricsExpected() {
        return false;
    }
}
