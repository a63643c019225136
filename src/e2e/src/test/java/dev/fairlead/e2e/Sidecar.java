package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.stats.MetricsText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A real sidecar in a process of its own, configured by its environment alone, listening on free
 * ports. Netty's leak detector watches it; {@link #close} fails if the log has a leak, a warning or
 * an error that the test did not announce.
 */
final class Sidecar implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("(?m)^admin 127\\.0\\.0\\.1:\\d+$");
    private static final Pattern TROUBLE =
            Pattern.compile("LEAK|\\] +(WARN|ERROR) |^\\S*(Exception|Error)\\b|OutOfMemory");

    private final Program program;
    private final Options options;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Sidecar(Program program, Options options) {
        this.program = program;
        this.options = options;
    }

    /**
     * How a sidecar is started.
     *
     * @param leaks level of Netty's leak detector
     * @param environment more variables
     * @param expectedTrouble parts of log lines that the test brings about
     */
    record Options(String leaks, Map<String, String> environment, List<String> expectedTrouble) {
        /** Every buffer is watched, and no trouble is expected. */
        static final Options PARANOID = new Options("paranoid", Map.of(), List.of());

        Options {
            environment = Map.copyOf(environment);
            expectedTrouble = List.copyOf(expectedTrouble);
        }

        /** One buffer of some hundred is watched: for load. */
        Options lightly() {
            return new Options("simple", environment, expectedTrouble);
        }

        Options with(String variable, Object value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(variable, value.toString());
            return new Options(leaks, more, expectedTrouble);
        }

        /** In front of an application that listens on this port of the loopback interface. */
        Options application(int port) {
            return with("FAIRLEAD_APP", "127.0.0.1:" + port);
        }

        Options service(String authority) {
            return with("FAIRLEAD_SERVICE", authority);
        }

        Options profiles(Path path) {
            return with("FAIRLEAD_PROFILES", path);
        }

        Options endpoints(Path file) {
            return with("FAIRLEAD_ENDPOINTS", file);
        }

        Options expecting(String trouble) {
            List<String> more = new ArrayList<>(expectedTrouble);
            more.add(trouble);
            return new Options(leaks, environment, more);
        }

        Sidecar start() {
            return Sidecar.start(this);
        }

        private Map<String, String> variables() {
            Map<String, String> all = new HashMap<>(environment);
            all.put("LINKERD2_PROXY_INBOUND_LISTEN_ADDR", "127.0.0.1:0");
            all.put("LINKERD2_PROXY_OUTBOUND_LISTEN_ADDR", "127.0.0.1:0");
            all.put("LINKERD2_PROXY_ADMIN_LISTEN_ADDR", "127.0.0.1:0");
            return all;
        }
    }

    private static Sidecar start(Options options) {
        List<String> flags =
                List.of(
                        "-Xmx64m",
                        "-XX:MaxDirectMemorySize=64m",
                        "-ea:dev.fairlead...",
                        "-Dio.netty.leakDetection.level=" + options.leaks());
        Program program = Program.start("sidecar", Launch.sidecar(flags), options.variables());
        Sidecar sidecar = new Sidecar(program, options);
        program.await(READY, START);
        return sidecar;
    }

    int inbound() {
        return port("inbound");
    }

    int outbound() {
        return port("outbound");
    }

    int admin() {
        return port("admin");
    }

    private int port(String listener) {
        Pattern line = Pattern.compile("(?m)^" + listener + " 127\\.0\\.0\\.1:(\\d+)$");
        return Integer.parseInt(program.await(line, START).group(1));
    }

    Program program() {
        return program;
    }

    /** The body of an admin page. */
    String page(String path) {
        URI uri = URI.create("http://127.0.0.1:" + admin() + path);
        try {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it counts at this moment. */
    Counts counts() {
        return new Counts(MetricsText.parse(page("/metrics")));
    }

    /** Waits until counts are as wanted, and gives them. */
    Counts awaitCounts(String what, Predicate<Counts> wanted) {
        return Await.until(what, this::counts, wanted);
    }

    /** Waits until so much time has passed by its own clock. */
    void awaitSeconds(double seconds) {
        double then = counts().exactSum("process_uptime_seconds_total") + seconds;
        awaitCounts(
                seconds + " s", counts -> counts.exactSum("process_uptime_seconds_total") >= then);
    }

    /** Ends it by SIGTERM and gives what it leaves. */
    Program.Ended end() {
        program.terminate();
        return program.awaitEnd(END);
    }

    @Override
    public void close() {
        client.shutdownNow();
        try (program) {
            Program.Ended ended = end();
            assertThat(trouble(ended.output())).as("the log\n%s", ended.output()).isEmpty();
            assertThat(ended.exit()).as("exit\n%s", ended.output()).isZero();
        }
    }

    private List<String> trouble(String log) {
        return log.lines()
                .filter(line -> TROUBLE.matcher(line).find())
                .filter(line -> options.expectedTrouble().stream().noneMatch(line::contains))
                .toList();
    }
}
