package dev.fairlead.cli.demo;

import dev.fairlead.cli.CommandFailure;
import dev.fairlead.cli.ExitCodes;
import dev.fairlead.cli.Json;
import dev.fairlead.cli.OutputFormat;
import dev.fairlead.cli.stats.RouteListing;
import dev.fairlead.cli.stats.RouteRow;
import dev.fairlead.cli.stats.RouteSnapshot;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fairlead demo}. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
@Command(
        name = "demo",
        description = {
            "Start a bookshop of three services, each behind a sidecar of its own, send it"
                    + " requests and show what every route does.",
            "On a terminal the table is live until Ctrl-C. Elsewhere, or with --duration, it is"
                    + " printed at the end, and the exit code is 0 only if every route saw traffic"
                    + " and every counter of the sidecars equals what was sent."
        },
        footer = {"", "Examples:", "  fairlead demo", "  fairlead demo --duration 10s -o json"})
public final class DemoCommand implements Callable<Integer> {
    private static final Duration UNATTENDED = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 20;

    @Spec private CommandSpec spec;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Send requests for so long, such as 10s or 1m30s, then end.")
    private Optional<Duration> duration;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            defaultValue = "table",
            description = "Form of the answer (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Option(
            names = "--rps",
            paramLabel = "N",
            defaultValue = "20",
            description = "Requests to webapp per second, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int perSecond;

    @Override
    public Integer call() throws IOException {
        check();
        Demo demo = new Demo(this::progress);
        Thread closer = new Thread(demo::close, "end-demo");
        Runtime.getRuntime().addShutdownHook(closer);
        try (demo) {
            return isLive() ? watch(demo) : measure(demo, duration.orElse(UNATTENDED));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCodes.INTERRUPTED;
        } catch (CommandFailure | IOException e) {
            if (demo.isClosed()) {
                return ExitCodes.INTERRUPTED;
            }
            throw e;
        } finally {
            forget(closer);
        }
    }

    private void check() {
        if (perSecond < 1 || perSecond > 1000) {
            throw wrong("--rps", perSecond + " (expected: 1 to 1000)");
        }
        duration.filter(time -> !time.isPositive())
                .ifPresent(time -> {
                    throw wrong("--duration", time + " (expected: more than 0)");
                });
    }

    private ParameterException wrong(String option, String text) {
        return new ParameterException(
                spec.commandLine(), "Invalid value for option '" + option + "': " + text);
    }

    private boolean isLive() {
        return duration.isEmpty()
                && output == OutputFormat.TEXT
                && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && !"dumb".equals(System.getenv("TERM"));
    }

    private int watch(Demo demo) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        RunningDemo running = demo.start(perSecond, Long.MAX_VALUE);
        running.hints().forEach(out::println);
        Screen screen = new Screen(out);
        Window window = new Window();
        while (!running.traffic().awaitEnd(Window.STEP)) {
            window.add(demo.scrape(), System.nanoTime());
            screen.draw(RouteListing.table(window.rows()));
        }
        return ExitCodes.INTERRUPTED;
    }

    private int measure(Demo demo, Duration time) throws IOException, InterruptedException {
        long visits = Math.max(Visit.ROUND.size(), perSecond * time.toMillis() / 1000);
        RunningDemo running = demo.start(perSecond, visits);
        long start = System.nanoTime();
        running.traffic().awaitEnd();
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        RouteSnapshot counted = settled(demo);
        print(RouteRow.of(counted, "inbound", taken));
        Verdict verdict = Verdict.of(demo.ledger(), counted);
        PrintWriter err = spec.commandLine().getErr();
        verdict.idle().forEach(route -> err.println("fairlead demo: no traffic on " + route));
        verdict.differences().forEach(line -> err.println("fairlead demo: " + line));
        err.flush();
        return verdict.isGood() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    /** A sidecar may count a response a moment after its client has it. */
    private static RouteSnapshot settled(Demo demo) throws InterruptedException {
        long deadline = System.nanoTime() + SETTLE.toNanos();
        RouteSnapshot counted = demo.scrape();
        while (!Verdict.of(demo.ledger(), counted).isGood() && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
            counted = demo.scrape();
        }
        return counted;
    }

    private void print(List<RouteRow> rows) {
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case TEXT -> RouteListing.table(rows).forEach(out::println);
            case JSON -> Json.print(out, json -> RouteListing.json(json, rows));
        }
        out.flush();
    }

    private void progress(String text) {
        spec.commandLine().getErr().println("fairlead demo: " + text);
        spec.commandLine().getErr().flush();
    }

    private static void forget(Thread closer) {
        try {
            Runtime.getRuntime().removeShutdownHook(closer);
        } catch (IllegalStateException _) {
            // The JVM is ending: the hook is what ends the demo.
        }
    }
}
