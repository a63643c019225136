package dev.fairlead.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.CommandLines;
import dev.fairlead.cli.demo.shop.ShopService;
import dev.fairlead.cli.stats.RouteCounts;
import dev.fairlead.cli.stats.RouteKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole demo, with sidecars as processes. */
final class DemoIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @Test
    void everyCounterEqualsWhatWasSent() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                CommandLines.create().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        int exitCode = commandLine.execute("demo", "--duration", "9s", "--rps", "20");

        assertThat(exitCode).as(err.toString()).isZero();
        assertThat(err.toString()).contains("GET /authors/{id} is now isRetryable: true");
        List<String> acts = List.of(out.toString().split("==> isRetryable: \\w+ <==\n"));
        assertThat(acts).hasSize(3).first().asString().isEmpty();
        assertThat(success(acts.get(1), "EFFECTIVE_SUCCESS")).isBetween(20.0, 80.0);
        assertThat(success(acts.get(1), "ACTUAL_SUCCESS")).isBetween(20.0, 80.0);
        assertThat(success(acts.get(2), "EFFECTIVE_SUCCESS")).isGreaterThanOrEqualTo(90);
        assertThat(success(acts.get(2), "ACTUAL_SUCCESS")).isBetween(20.0, 80.0);
        assertThat(acts.get(2).lines())
                .hasSizeGreaterThan(15)
                .anyMatch(line ->
                        line.matches("POST /books/\\{id}/buy +webapp +[3-6]\\d.\\d\\d% .*ms"))
                .anyMatch(line -> line.matches("/bookshop.Books/Recommend +books +100.00% .*ms"))
                .anyMatch(line -> line.matches("authors GET .*: \\d+ retr.*, \\d+ retried_ok"))
                .anyMatch(line -> line.matches("authors GET .*/biography: \\d+ timeouts?, .*"))
                .anyMatch(line -> line.matches("books .*/Buy: \\d+ skipped_not_retryable"));
    }

    /** A percentage from a table, of the route that fails half the time. */
    private static double success(String table, String column) {
        List<String> header = List.of(table.lines().findFirst().orElseThrow().split(" {2,}"));
        return table.lines()
                .filter(line -> line.startsWith("GET /authors/{id}  "))
                .map(line -> line.split(" {2,}")[header.indexOf(column)].replace("%", ""))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void jsonIsOneArrayFromAfterTheEdit() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                CommandLines.create().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        int exitCode = commandLine.execute("demo", "--duration", "3s", "-o", "json");

        assertThat(exitCode).as(err.toString()).isZero();
        assertThat(out.toString()).startsWith("[\n").endsWith("]\n");
        assertThat(out.toString().lines().filter(line -> line.contains("\"direction\"")))
                .hasSize(14)
                .filteredOn(line -> line.contains("\"outbound\""))
                .hasSize(7);
    }

    @Test
    void aRouteStopsFailingWhenItsProfileAllowsRetries() throws Exception {
        RouteKey route =
                new RouteKey("outbound", ShopService.AUTHORS.authority(), "GET /authors/{id}");
        try (Demo demo = new Demo(_ -> {})) {
            RunningDemo running = demo.start(50, Long.MAX_VALUE);
            RouteCounts before =
                    await(demo, running, route, counts -> counts.effective().responses() >= 40);

            running.folder().edit().apply();

            RouteCounts edited =
                    await(demo, running, route, counts -> counts.retries().sentAgain() > 0);
            RouteCounts after =
                    await(
                                    demo,
                                    running,
                                    route,
                                    counts -> counts.minus(edited).effective().responses() >= 100)
                            .minus(edited);
            assertThat(before.effective().success()).isBetween(0.2, 0.8);
            assertThat(before.retries().sentAgain()).isZero();
            assertThat(after.effective().success()).isGreaterThanOrEqualTo(0.95);
            assertThat(after.actual().success()).isBetween(0.3, 0.7);
            assertThat(after.retries().fate("retried_ok")).isPositive();
        }
    }

    /** Waits for what a route counts to be as wanted. */
    private static RouteCounts await(
            Demo demo, RunningDemo running, RouteKey route, Predicate<RouteCounts> wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        RouteCounts counts = demo.scrape().counts(route);
        while (!wanted.test(counts)) {
            assertThat(System.nanoTime()).as(counts.toString()).isLessThan(deadline);
            running.traffic().awaitEnd(Duration.ofMillis(50));
            counts = demo.scrape().counts(route);
        }
        return counts;
    }

    @Test
    void rehearsalCarriesEveryProtocol() throws Exception {
        assertThat(Rehearsal.run()).isTrue();
    }

    @Test
    void anInterruptLeavesNoProcessAndNoFile() throws Exception {
        Process demo = start();
        List<ProcessHandle> sidecars = awaitSidecars(demo);

        demo.destroy();

        assertThat(demo.waitFor()).isEqualTo(143);
        assertThat(sidecars).hasSize(3).noneMatch(ProcessHandle::isAlive);
        try (var left = Files.list(folder)) {
            assertThat(left.filter(path -> path.toString().contains("fairlead-demo"))).isEmpty();
        }
    }

    @Test
    void sidecarsNoticeThatTheDemoHasDied() throws Exception {
        Process demo = start();
        List<ProcessHandle> sidecars = awaitSidecars(demo);

        demo.destroyForcibly().waitFor();

        for (ProcessHandle sidecar : sidecars) {
            sidecar.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }
    }

    @Test
    void aProfileIsEditedWhileTheDemoRuns() throws Exception {
        List<String> notes = new ArrayList<>();
        try (Demo demo = new Demo(notes::add)) {
            RunningDemo running = demo.start(20, Long.MAX_VALUE);
            Path profile = running.folder().profiles().resolve("webapp.yaml");
            String text = Files.readString(profile);

            Files.writeString(profile, text.replace("name: GET /authors\n", "name: Writers\n"));

            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (demo.scrape().routes().keySet().stream()
                    .noneMatch(key -> key.route().equals("Writers"))) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                running.traffic().awaitEnd(Duration.ofMillis(50));
            }
        }
        assertThat(notes).last().asString().startsWith("sending 20 requests");
    }

    @Test
    void aPortInUseIsToldAndNothingIsLeft() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            List<String> command = new ArrayList<>(program());
            command.addAll(List.of("proxy", "--app", "127.0.0.1:1"));
            command.addAll(List.of("--inbound", "127.0.0.1:" + taken.getLocalPort()));
            command.addAll(List.of("--outbound", "127.0.0.1:0", "--admin", "127.0.0.1:0"));

            Process proxy = new ProcessBuilder(command).redirectErrorStream(true).start();

            assertThat(proxy.inputReader().lines())
                    .anyMatch(line -> line.contains(Integer.toString(taken.getLocalPort())));
            assertThat(proxy.onExit().join().exitValue()).isEqualTo(1);
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>(program());
        command.add(1, "-Djava.io.tmpdir=" + folder);
        command.addAll(List.of("demo", "--duration", "10m"));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static List<String> program() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.fairlead.cli.Main");
    }

    private static List<ProcessHandle> awaitSidecars(Process demo) throws IOException {
        BufferedReader output = demo.inputReader();
        StringBuilder seen = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.contains("requests per second")) {
            seen.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as(seen.toString()).isNotNull();
        return demo.descendants().toList();
    }
}
