package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Redirects with iptables in a network namespace of its own, which goes when the process in it
 * goes. Needs {@code unshare}, {@code ip} and {@code iptables}, and the right to use them.
 */
class OriginalDestinationIT {
    private static final String LISTENER = "4140";
    private static final String REDIRECTED = "9999";

    /** Sets the namespace up and runs the probe in it; exits 77 where that cannot be done. */
    private static final String SCRIPT =
            """
            ip link set lo up || exit 77
            for tool in iptables ip6tables; do
              $tool -t nat -A OUTPUT -p tcp --dport "$1" -j REDIRECT --to-ports "$2" || exit 77
            done
            shift 2
            "$@" || exit 3
            """;

    @Test
    void knowsWhereARedirectedClientMeantToGo() throws Exception {
        assumeThat(Epoll.isAvailable()).as("epoll").isTrue();

        Process probe = new ProcessBuilder(command()).redirectErrorStream(true).start();
        String output = read(probe);

        assertThat(probe.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assumeThat(probe.exitValue()).as("network namespace with iptables: %s", output).isIn(0, 3);
        assertThat(output.lines().filter(line -> line.startsWith("> ")))
                .as(output)
                .containsExactly(
                        "> redirected ipv4: /127.0.0.1:9999 true",
                        "> direct ipv4: /127.0.0.1:4140 false",
                        "> redirected ipv6: /[0:0:0:0:0:0:0:1]:9999 true",
                        "> direct ipv6: /[0:0:0:0:0:0:0:1]:4140 false",
                        "> ipv4 on an ipv6 listener: /127.0.0.1:9999 true");
        assertThat(probe.exitValue()).isZero();
    }

    private static List<String> command() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                "unshare",
                "--net",
                "--map-root-user",
                "sh",
                "-c",
                SCRIPT,
                "sh",
                REDIRECTED,
                LISTENER,
                java,
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                OriginalDestinationProbe.class.getName(),
                REDIRECTED,
                LISTENER);
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
