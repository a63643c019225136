package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too much is refused with a reason, and counted. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class LimitsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** {@code POST / http} with authority {@code h}. */
    private static final byte[] HEAD = {(byte) 0x83, (byte) 0x84, (byte) 0x86, 1, 1, 'h'};

    private final EchoApplication application = new EchoApplication();
    private final Sidecar.Options options =
            Sidecar.Options.PARANOID
                    .application(application.port())
                    .with("FAIRLEAD_MAX_HEADER_SIZE", 4096)
                    .with("FAIRLEAD_MAX_FIRST_LINE_SIZE", 1024)
                    .with("FAIRLEAD_MAX_HEADER_FIELDS", 20)
                    .expecting("request failed");

    @AfterEach
    void end() {
        application.close();
    }

    private static String curl(Sidecar sidecar, String version, String path, List<String> options) {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--include", version));
        command.addAll(options);
        command.add("http://127.0.0.1:" + sidecar.inbound() + path);
        return Program.run(LIMIT, command.toArray(String[]::new)).output();
    }

    private static void assertRefused(Sidecar sidecar, String answer, int status, String reason) {
        assertThat(answer)
                .containsPattern("^HTTP/(1.1|2) " + status + "\\b")
                .contains("l5d-proxy-reason: " + reason + "\n");
        sidecar.awaitCounts(
                "one " + reason, counts -> counts.sum("proxy_error_total", "reason", reason) == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
    void aHeadThatIsTooLarge(String version) {
        RealTools.need("heads that are too large", "curl");

        try (Sidecar sidecar = options.start()) {
            String answer =
                    curl(sidecar, version, "/", List.of("--header", "x: " + "a".repeat(4100)));

            assertRefused(sidecar, answer, 431, "headers-too-large");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
    void fieldsThatAreTooMany(String version) {
        RealTools.need("heads with too many fields", "curl");
        List<String> fields =
                IntStream.range(0, 21)
                        .mapToObj(i -> List.of("--header", "x" + i + ": a"))
                        .flatMap(List::stream)
                        .toList();

        try (Sidecar sidecar = options.start()) {
            assertRefused(sidecar, curl(sidecar, version, "/", fields), 431, "headers-too-large");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
    void aTargetThatIsTooLong(String version) {
        RealTools.need("targets that are too long", "curl");

        try (Sidecar sidecar = options.start()) {
            String answer = curl(sidecar, version, "/" + "a".repeat(1100), List.of());

            assertRefused(sidecar, answer, 414, "target-too-long");
        }
    }

    @Test
    void anAnswerWhoseHeadIsTooLarge() {
        RealTools.need("answers that are too large", "curl");

        try (Sidecar sidecar = options.start()) {
            String answer = curl(sidecar, "--http1.1", "/large", List.of());

            assertRefused(sidecar, answer, 502, "response-headers-too-large");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "127.0.0.0/8, 0"})
    void resetsAreLimitedForThoseWhoAreNoProxies(String mesh, long trips) throws IOException {
        try (Sidecar sidecar = options.with("FAIRLEAD_MESH_NETWORKS", mesh).start();
                Http1Connection client = new Http1Connection(sidecar.inbound())) {
            client.send(PREFACE);
            client.send(frame(4, 0, 0));
            ByteArrayOutputStream storm = new ByteArrayOutputStream();
            for (int stream = 1; stream <= 2 * 201; stream += 2) {
                storm.writeBytes(frame(1, 4, stream, HEAD));
                storm.writeBytes(frame(3, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8));
            }
            client.send(storm.toByteArray());
            client.send(frame(6, 0, 0, "farewell".getBytes(StandardCharsets.US_ASCII)));

            if (trips > 0) {
                client.awaitEnd();
            } else {
                client.awaitText("farewell");
            }
            assertThat(
                            sidecar.counts()
                                    .sum(
                                            "http2_guard_trips_total",
                                            "direction",
                                            "inbound",
                                            "side",
                                            "src",
                                            "guard",
                                            "resets_received"))
                    .isEqualTo(trips);
        }
    }

    private static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putShort((short) 0)
                .put((byte) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
