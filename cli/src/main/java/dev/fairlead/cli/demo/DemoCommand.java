package dev.fairlead.cli.demo;

import dev.fairlead.cli.CommandFailure;
import dev.fairlead.cli.ExitCodes;
import dev.fairlead.cli.Json;
import dev.fairlead.cli.OutputFormat;
import dev.fairlead.cli.stats.RouteListing;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
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
            "One route fails half the time. Partway the demo sets isRetryable: true in that route's"
                    + " profile: from then on its effective success is near 100 %, its actual one"
                    + " still near 50 %. Another is slow now and then and has a timeout. Below the"
                    + " table stands what became of failed requests.",
            "On a terminal the table is live until Ctrl-C, and says which file to edit. Elsewhere,"
                    + " or with --duration, there are two tables, from before and after the edit;"
                    + " JSON has the second only. The exit code is then 0 only if every route saw"
                    + " traffic and every counter of the sidecars equals what was sent and"
                    + " answered."
        },
        footer = {"", "Examples:", "  fairlead demo", "  fairlead demo --duration 10s -o json"})
public final class DemoCommand implements Callable<Integer> {
    private static final Duration UNATTENDED = Duration.ofSeconds(10);

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
        long editNanos = System.nanoTime() + RunningDemo.EDIT_AFTER.toNanos();
        String told = "";
        while (!running.traffic().awaitEnd(Window.STEP)) {
            window.add(demo.scrape(), System.nanoTime());
            if (told.isEmpty() && System.nanoTime() - editNanos > 0) {
                told = running.folder().edit().apply();
            }
            List<String> lines = new ArrayList<>(window.act().lines());
            lines.addAll(List.of("", told));
            screen.draw(lines);
        }
        return ExitCodes.INTERRUPTED;
    }

    private int measure(Demo demo, Duration time) throws IOException, InterruptedException {
        long visits = Math.max(Visit.ROUND.size(), perSecond * time.toMillis() / 1000);
        RunningDemo running = demo.start(perSecond, visits);
        Acts acts = new Acts(demo, running.traffic());
        Act first = acts.first(time.dividedBy(3));
        if (output == OutputFormat.TEXT) {
            print("==> " + ProfileEdit.BEFORE + " <==", first);
        }
        acts.edit(running.folder().edit(), this::progress);
        print("==> " + ProfileEdit.AFTER + " <==", acts.second());
        return exitCode(acts.verdict());
    }

    private void print(String heading, Act act) {
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case TEXT -> {
                out.println(heading);
                act.lines().forEach(out::println);
                out.println();
            }
            case JSON -> Json.print(out, json -> RouteListing.json(json, act.rows()));
        }
        out.flush();
    }

    private int exitCode(Verdict verdict) {
        verdict.idle().forEach(route -> progress("no traffic on " + route));
        verdict.differences().forEach(this::progress);
        if (verdict.isGood()) {
            progress("every counter equals what was sent and answered");
        }
        return verdict.isGood() ? ExitCodes.OK : ExitCodes.FAILED;
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
