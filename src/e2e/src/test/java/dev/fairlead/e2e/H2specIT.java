package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** h2spec, the conformance tests of HTTP/2, against the inbound listener. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class H2specIT {
    private static final String SCRIPT = Checkout.ROOT.resolve(".ci/h2spec").toString();
    private static final Map<String, String> JAVA =
            Map.of("JAVA_HOME", System.getProperty("java.home"));
    private static final Duration FETCH = Duration.ofMinutes(2);
    private static final Duration RUN = Duration.ofMinutes(1);

    @TempDir Path folder;

    @Test
    void everyTestPasses() throws IOException {
        RealTools.need("h2spec", "nghttpd", "python3", "bash");
        fetch();
        Files.writeString(folder.resolve("index.html"), "x".repeat(1000));

        try (Applications.Running application = Applications.nghttpd(folder);
                Sidecar sidecar =
                        Sidecar.Options.PARANOID
                                .application(application.port())
                                .expecting("request failed")
                                .start()) {
            Program.Ended ended = run(RUN, Integer.toString(sidecar.inbound()));

            assertThat(ended.output().stripTrailing().lines().toList())
                    .last()
                    .isEqualTo("145 tests, 145 passed, 0 skipped, 0 failed");
            assertThat(ended.exit()).isZero();
        }
    }

    private static void fetch() {
        Program.Ended fetched = run(FETCH, "--fetch");
        if (fetched.exit() != 0) {
            RealTools.leaveOut("h2spec left out: it could not be fetched");
        }
    }

    private static Program.Ended run(Duration limit, String argument) {
        List<String> command = List.of("bash", SCRIPT, argument);
        try (Program script = Program.start("h2spec", command, JAVA)) {
            return script.awaitEnd(limit);
        }
    }
}
