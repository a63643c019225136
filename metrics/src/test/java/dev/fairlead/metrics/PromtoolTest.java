package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own checker reads the page. */
class PromtoolTest {
    /** It exits so if the page can be read but a name is not to its taste. */
    private static final int LINT = 3;

    @TempDir private Path folder;

    @Test
    void promtoolReadsThePageAndDislikesOnlyLinkerdsMilliseconds() throws Exception {
        boolean there = isOnPath();
        assertThat(there || !"true".equals(System.getenv("CI")))
                .as("promtool is there in CI")
                .isTrue();
        assumeTrue(
                there, "promtool is not on the PATH (Debian: prometheus); its check is left out");

        Checked checked = check(fullPage());

        assertThat(checked.exit).as(checked.lines.toString()).isIn(0, LINT);
        assertThat(checked.lines)
                .isNotEmpty()
                .allMatch(line -> line.matches("(route_)?response_latency_ms .*"));
    }

    private record Checked(int exit, List<String> lines) {}

    private static byte[] fullPage() {
        ProxyMetrics metrics =
                ProxyMetrics.create(new Limits(60, Limits.DEFAULT_RETAIN_IDLE, () -> 0));
        LoopMetrics loop = metrics.forLoop();
        addTraffic(loop);
        for (ProxyMeter meter : ProxyMeter.values()) {
            addPlain(metrics, loop, meter);
        }
        for (int i = 0; i < 60; i++) {
            // Beyond the cap, so that overflow series are on the page too.
            loop.route(Direction.INBOUND, "a:80", TestLabels.route("r" + i)).latency(200, 1);
        }
        return metrics.page().text();
    }

    private static void addTraffic(LoopMetrics loop) {
        List<HttpMeters> all =
                List.of(
                        loop.route(Direction.INBOUND, "a:80", TestLabels.route("quo\"te\\x\ny")),
                        loop.routeActual(Direction.OUTBOUND, "ü:80", TestLabels.NONE),
                        loop.endpoint(TestLabels.endpoint("::1", 80)));
        for (HttpMeters meters : all) {
            meters.request();
            meters.latency(200, 3);
            meters.response(200, ResponseOutcome.grpc(0, true));
            meters.response(0, ResponseOutcome.reset(8));
        }
        loop.retries(Direction.OUTBOUND, "a:80", TestLabels.NONE).retried();
        TransportMeters transport = loop.transport(TransportLabels.inboundDestination());
        transport.opened();
        transport.closed("EPIPE");
    }

    private static void addPlain(ProxyMetrics metrics, LoopMetrics loop, ProxyMeter meter) {
        String[] values = meter.labels().toArray(String[]::new);
        if (meter.source() == MeterSource.COUNTER) {
            loop.counter(meter, values).increment();
        } else if (meter.source() == MeterSource.HISTOGRAM) {
            loop.histogram(meter, values).record(1);
        } else if (meter.source() == MeterSource.FUNCTION && values.length > 0) {
            metrics.gauge(meter, List.of(values), () -> 1);
        }
    }

    private Checked check(byte[] page) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("page.txt"), page);
        Path output = folder.resolve("output.txt");
        Process promtool =
                new ProcessBuilder("promtool", "check", "metrics")
                        .redirectInput(file.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Checked(
                promtool.exitValue(), Files.readAllLines(output, StandardCharsets.UTF_8));
    }

    private static boolean isOnPath() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    }
}
