package dev.fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sidecar as a process of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProxyProcessIT {
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(Map<String, String> settings, String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(List.of(flags));
        command.add("-cp");
        command.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LINKERD2_PROXY_INBOUND_LISTEN_ADDR", "127.0.0.1:0");
        builder.environment().put("LINKERD2_PROXY_OUTBOUND_LISTEN_ADDR", "127.0.0.1:0");
        builder.environment().put("LINKERD2_PROXY_ADMIN_LISTEN_ADDR", "127.0.0.1:0");
        builder.environment().putAll(settings);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Reads up to the listeners' lines, which come last: admin is the last of them. */
    private static List<String> awaitListeners(BufferedReader output) throws IOException {
        List<String> lines = new ArrayList<>();
        String line = output.readLine();
        while (line != null && !line.startsWith("admin 127.0.0.1:")) {
            lines.add(line);
            line = output.readLine();
        }
        if (line != null) {
            lines.add(line);
        }
        return lines;
    }

    private static String address(List<String> lines, String listener) {
        return lines.stream()
                .filter(line -> line.startsWith(listener + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(lines.toString()))
                .substring(listener.length() + 1);
    }

    private static String get(String address, String path) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            URI uri = URI.create("http://" + address + path);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    @Test
    void signalEndsItWell() throws Exception {
        Process process = start(Map.of());
        BufferedReader output = output(process);
        List<String> lines = awaitListeners(output);
        assertThat(get(address(lines, "admin"), "/ready")).isEqualTo("ready\n");

        process.toHandle().destroy(); // leaves its output open

        assertThat(output.lines().toList()).noneMatch(line -> line.contains("Exception"));
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void withoutNativeCodeItServesByNio() throws Exception {
        try (App app = new App()) {
            Process process =
                    start(
                            Map.of("FAIRLEAD_APP", app.address(), "FAIRLEAD_SERVICE", "webapp"),
                            "-Dio.netty.transport.noNative=true");
            BufferedReader output = output(process);
            List<String> lines = awaitListeners(output);

            assertThat(get(address(lines, "inbound"), "/")).isEqualTo("ok");
            assertThat(get(address(lines, "admin"), "/metrics"))
                    .contains("dst=\"webapp.default.svc.cluster.local:80\"");
            assertThat(lines).anyMatch(line -> line.contains("epoll unavailable"));

            process.toHandle().destroy(); // leaves its output open
            assertThat(output.lines().toList()).noneMatch(line -> line.contains("Exception"));
            assertThat(process.waitFor()).isZero();
        }
    }

    @Test
    void configurationThatCannotBeUsedIsExplainedInFull() throws Exception {
        Process process =
                start(
                        Map.of(
                                "FAIRLEAD_APP", "nowhere",
                                "LINKERD2_PROXY_SHUTDOWN_GRACE_PERIOD", "soon"));

        List<String> lines = output(process).lines().toList();

        assertThat(process.waitFor()).isEqualTo(64);
        assertThat(lines)
                .anyMatch(line -> line.contains("FAIRLEAD_APP"))
                .anyMatch(line -> line.contains("SHUTDOWN_GRACE_PERIOD"));
    }

    @Test
    void addressThatCannotBeHadEndsIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process =
                    start(
                            Map.of(
                                    "LINKERD2_PROXY_ADMIN_LISTEN_ADDR",
                                    "127.0.0.1:" + taken.getLocalPort()));

            List<String> lines = output(process).lines().toList();

            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(lines).anyMatch(line -> line.startsWith("Initialization failure: admin"));
        }
    }
}
