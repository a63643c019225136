package dev.fairlead.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.cli.CommandFailure;
import dev.fairlead.cli.demo.shop.ShopService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell script in the launcher's place. */
final class SidecarTest {
    private static final String LAUNCHER = "fairlead.launcher";

    @TempDir private Path folder;

    @AfterEach
    void forgetTheLauncher() {
        System.clearProperty(LAUNCHER);
    }

    @Test
    void readsItsAddresses() throws Exception {
        useScript(
                """
                echo "[  0.1s] INFO main fairlead: starting"
                echo "inbound 127.0.0.1:4001"
                echo "outbound 127.0.0.1:4002"
                echo "admin 127.0.0.1:4003"
                exec cat
                """);

        try (Sidecar sidecar = Sidecar.start(command(), log())) {
            sidecar.awaitListening();

            assertThat(sidecar.address("inbound").getPort()).isEqualTo(4001);
            assertThat(sidecar.address("outbound").getPort()).isEqualTo(4002);
            assertThat(sidecar.address("admin").getPort()).isEqualTo(4003);
        }
        assertThat(log()).content().contains("INFO main fairlead: starting");
    }

    @Test
    void passesWhatAPersonWouldType() throws Exception {
        useScript("echo \"$@\"; exit 1");

        try (Sidecar sidecar = Sidecar.start(command(), log())) {
            assertThatExceptionOfType(CommandFailure.class).isThrownBy(sidecar::awaitListening);
        }

        assertThat(log())
                .content()
                .startsWith(
                        "proxy --service books.default.svc.cluster.local:7002 --app 127.0.0.1:9"
                                + " --inbound 127.0.0.1:0 --outbound 127.0.0.1:0"
                                + " --admin 127.0.0.1:0 --profiles "
                                + folder);
    }

    @Test
    void saysWhyItDidNotStart() throws Exception {
        useScript("echo 'fairlead proxy: --app: nowhere' >&2; exit 64");

        try (Sidecar sidecar = Sidecar.start(command(), log())) {
            assertThatExceptionOfType(CommandFailure.class)
                    .isThrownBy(sidecar::awaitListening)
                    .withMessageContaining("the sidecar of books did not start")
                    .withMessageContaining("--app: nowhere");
        }
    }

    private void useScript(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("launcher"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        System.setProperty(LAUNCHER, file.toString());
    }

    private SidecarCommand command() {
        return new SidecarCommand(
                ShopService.BOOKS,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9),
                folder,
                Optional.empty());
    }

    private Path log() {
        return folder.resolve("books.log");
    }
}
