package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.testing.integration.TestServiceGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * gRPC's interoperability tests with gRPC's own client and server, through an outbound and an
 * inbound sidecar, and every call counted under its route by both.
 *
 * <p>Left out: the cases that need TLS or credentials, and what gRPC's Java server cannot do,
 * without sidecars either: {@code cacheable_unary}, and to refuse a wrong compression flag, which
 * the {@code noprobe} cases do not ask for.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class GrpcInteropIT {
    private static final String AUTHORITY = "interop.default.svc.cluster.local";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String REPORTED_LOAD =
            "{\"loadBalancingConfig\":[{\"test_backend_metrics_load_balancer\":{}}]}";

    /** A call that is given up may never be sent as far as the server. */
    private static final Set<String> GIVEN_UP =
            Set.of(
                    "cancel_after_begin",
                    "timeout_on_sleeping_server",
                    "cancelAfterBegin",
                    "deadlineExceeded",
                    "deadlineExceededServerStreaming",
                    "deadlineInPast",
                    "timeoutOnSleepingServer");

    /**
     * They look at the addresses of a connection, and the sidecars have connections of their own.
     */
    private static final Set<String> OF_ONE_CONNECTION =
            Set.of("getServerAddressAndLocalAddressFromClient");

    @TempDir static Path folder;

    private static InteropServer server;
    private static SidecarPair sidecars;

    @BeforeAll
    static void start() throws IOException {
        server = new InteropServer();
        ProfileFile profile = ProfileFile.of(AUTHORITY);
        for (MethodDescriptor<?, ?> method : TestServiceGrpc.getServiceDescriptor().getMethods()) {
            String name = method.getFullMethodName().substring(InteropServer.SERVICE.length());
            profile.route(name, "POST", "/grpc\\.testing\\.TestService/" + name);
        }
        Sidecar.Options options =
                Sidecar.Options.PARANOID.profiles(profile.writeTo(folder.resolve("interop.yaml")));
        sidecars = SidecarPair.start(options, folder, AUTHORITY, server.port());
    }

    @AfterAll
    static void end() {
        server.close();
        sidecars.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty_unary",
                "large_unary",
                "client_compressed_unary_noprobe",
                "server_compressed_unary",
                "client_streaming",
                "client_compressed_streaming_noprobe",
                "server_streaming",
                "server_compressed_streaming",
                "ping_pong",
                "empty_stream",
                "custom_metadata",
                "status_code_and_message",
                "special_status_message",
                "unimplemented_method",
                "unimplemented_service",
                "cancel_after_begin",
                "cancel_after_first_response",
                "timeout_on_sleeping_server",
                "very_large_request",
                "pick_first_unary",
                "rpc_soak",
                "channel_soak",
                "orca_per_rpc",
                "orca_oob"
            })
    void caseOfInteropClientPassesAndIsCounted(String name) {
        Tally before = tally();

        Program.Ended ended = runClient(name);

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("Test completed.");
        assertCounted(before, name);
    }

    static Stream<String> calls() {
        return InteropCalls.names().stream().filter(name -> !OF_ONE_CONNECTION.contains(name));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void callOfInteropTestPassesAndIsCounted(String name) throws Exception {
        Tally before = tally();

        new InteropCalls(sidecars.client().outbound(), AUTHORITY).run(name);

        assertCounted(before, name);
    }

    private static Program.Ended runClient(String name) {
        List<String> arguments =
                List.of(
                        "--server_host=127.0.0.1",
                        "--server_port=" + sidecars.client().outbound(),
                        "--server_host_override=" + AUTHORITY,
                        "--use_tls=false",
                        "--soak_iterations=10",
                        "--test_case=" + name,
                        "--service_config_json="
                                + (name.startsWith("orca") ? REPORTED_LOAD : "{}"));
        List<String> command =
                Launch.ofTests("io.grpc.testing.integration.TestServiceClient", arguments);
        try (Program client = Program.start("interop client", command)) {
            return client.awaitEnd(LIMIT);
        }
    }

    /** Requests by route: as the server saw them, and as the sidecars counted them. */
    private record Tally(
            Map<String, Long> served, Map<String, Long> inbound, Map<String, Long> outbound) {
        Tally since(Tally before) {
            return new Tally(
                    minus(served, before.served),
                    minus(inbound, before.inbound),
                    minus(outbound, before.outbound));
        }

        boolean agrees() {
            return served.equals(inbound) && served.equals(outbound);
        }

        /** What was given up on the way is missing further on, but nothing comes of nothing. */
        boolean shrinks() {
            return covers(outbound, inbound) && covers(inbound, served);
        }

        private static boolean covers(Map<String, Long> large, Map<String, Long> small) {
            return small.entrySet().stream()
                    .allMatch(entry -> large.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
        }

        private static Map<String, Long> minus(Map<String, Long> now, Map<String, Long> before) {
            Map<String, Long> difference = new TreeMap<>(now);
            before.forEach((route, count) -> difference.merge(route, -count, Long::sum));
            difference.values().removeIf(count -> count == 0);
            return difference;
        }
    }

    private static Tally tally() {
        return new Tally(
                server.calls(),
                sidecars.server().counts().requestsByRoute("inbound"),
                sidecars.client().counts().requestsByRoute("outbound"));
    }

    private static void assertCounted(Tally before, String name) {
        Tally counted =
                Await.until(
                        "every call of " + name + " is counted once on each side",
                        () -> tally().since(before),
                        GIVEN_UP.contains(name) ? Tally::shrinks : Tally::agrees);
        if (!GIVEN_UP.contains(name)) {
            assertThat(counted.served()).isNotEmpty();
        }
    }
}
