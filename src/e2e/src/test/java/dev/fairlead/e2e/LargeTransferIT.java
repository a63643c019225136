package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bodies that are larger than any buffer, through an outbound and an inbound sidecar: they arrive
 * whole and in order, the sidecars' memory stays as it was, and a side that pauses makes the other
 * one pause.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class LargeTransferIT {
    private static final long MIB = 1 << 20;
    private static final long WARM_UP = 64 * MIB;
    private static final long MEMORY = 64 * MIB;

    /** What the kernel may hold for the connections on the way; far less than the body. */
    private static final long ON_THE_WAY = 96 * MIB;

    private static final Duration STILL = Duration.ofSeconds(1);
    private static final int CHUNK = 32 * 1024;

    @TempDir Path folder;

    @BeforeEach
    void programs() {
        RealTools.need("large transfers with curl", "curl");
    }

    @ParameterizedTest
    @CsvSource({
        "--http1.1, http1, 1024",
        "--http2-prior-knowledge, h2, 1024",
        "--http1.1, h2, 256",
        "--http2-prior-knowledge, http1, 256"
    })
    void bodiesArriveIntactWithFlatMemory(String client, String endpoint, int mebibytes)
            throws IOException {
        try (FastApplication application = new FastApplication();
                SidecarPair sidecars = sidecars(application, endpoint)) {
            int port = sidecars.client().outbound();
            download(client, port, WARM_UP);
            upload(client, port, WARM_UP);
            long clientPeak = ProcessMemory.peak(sidecars.client().program());
            long serverPeak = ProcessMemory.peak(sidecars.server().program());

            download(client, port, mebibytes * MIB);
            upload(client, port, mebibytes * MIB);

            assertThat(ProcessMemory.peak(sidecars.client().program()) - clientPeak)
                    .isLessThan(MEMORY);
            assertThat(ProcessMemory.peak(sidecars.server().program()) - serverPeak)
                    .isLessThan(MEMORY);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--http1.1, http1",
        "--http2-prior-knowledge, h2",
        "--http1.1, h2",
        "--http2-prior-knowledge, http1"
    })
    void readerThatPausesStopsTheApplication(String client, String endpoint, TestReporter reporter)
            throws IOException {
        try (FastApplication application = new FastApplication();
                SidecarPair sidecars = sidecars(application, endpoint)) {
            long length = 512 * MIB;
            int port = sidecars.client().outbound();
            download(client, port, WARM_UP);
            long before = application.pushed();
            long clientPeak = ProcessMemory.peak(sidecars.client().program());
            Process curl = start(curl(client, port, "/stuff/" + length));

            awaitStill(application::pushed);

            long pushed = application.pushed() - before;
            reporter.publishEntry("pushed to a pausing reader", Long.toString(pushed));
            assertThat(pushed).isBetween(1L, ON_THE_WAY);
            assertIntact(curl, length);
            assertThat(application.pushed() - before).isEqualTo(length);
            assertThat(ProcessMemory.peak(sidecars.client().program()) - clientPeak)
                    .isLessThan(MEMORY);
        }
    }

    private SidecarPair sidecars(FastApplication application, String endpoint) {
        Path profile =
                ProfileFile.of(ProfileFile.WEBAPP)
                        .route("stuff", "GET", "/stuff/[0-9]+")
                        .writeTo(folder.resolve("webapp.yaml"));
        return SidecarPair.start(
                Sidecar.Options.PARANOID.lightly().profiles(profile),
                folder,
                ProfileFile.WEBAPP,
                application.port(),
                endpoint);
    }

    private static void download(String version, int port, long length) throws IOException {
        assertIntact(start(curl(version, port, "/stuff/" + length)), length);
    }

    /** Reads all that the program writes: it must be so much stuff. */
    private static void assertIntact(Process curl, long length) throws IOException {
        Stuff expected = new Stuff();
        byte[] bytes = new byte[CHUNK];
        try (InputStream body = curl.getInputStream()) {
            for (int n = body.read(bytes); n >= 0; n = body.read(bytes)) {
                assertThat(expected.isNext(bytes, n)).as("at %s", expected.position()).isTrue();
            }
        }
        assertThat(expected.position()).isEqualTo(length);
        assertThat(curl.onExit().join().exitValue()).isZero();
    }

    private static void upload(String version, int port, long length) throws IOException {
        List<String> command = curl(version, port, "/check");
        command.addAll(List.of("--request", "POST", "--upload-file", "-"));
        Process curl = start(command);
        Stuff stuff = new Stuff();
        byte[] bytes = new byte[CHUNK];
        try (OutputStream body = curl.getOutputStream()) {
            while (stuff.position() < length) {
                stuff.next(bytes, CHUNK);
                body.write(bytes);
            }
        }
        String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answer).isEqualTo("intact " + length);
        assertThat(curl.onExit().join().exitValue()).isZero();
    }

    private static List<String> curl(String version, int port, String path) {
        return new ArrayList<>(
                List.of(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--no-buffer",
                        version,
                        "--header",
                        "Expect:",
                        "--connect-to",
                        "::127.0.0.1:" + port,
                        "http://" + ProfileFile.WEBAPP + path));
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Waits until a number that was above zero has not changed for a while. */
    private static void awaitStill(LongSupplier number) {
        long[] last = {0, System.nanoTime()};
        Await.until(
                "a number that stands still",
                () -> {
                    long now = number.getAsLong();
                    if (now != last[0]) {
                        last[0] = now;
                        last[1] = System.nanoTime();
                    }
                    return now > 0 ? System.nanoTime() - last[1] : 0;
                },
                still -> still >= STILL.toNanos());
    }
}
