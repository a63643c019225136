package dev.fairlead.cli;

import dev.fairlead.proxy.ProxyProcess;
import dev.fairlead.proxy.config.ConfigResult;
import dev.fairlead.proxy.config.Configs;
import dev.fairlead.proxy.config.OptionValue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fairlead proxy}: the sidecar, in the foreground. */
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli fills and reads the fields
@Command(
        name = "proxy",
        sortOptions = false,
        description = {
            "Run the sidecar of one service until SIGTERM or Ctrl-C; then requests under way are"
                    + " finished.",
            "Options win over the environment (LINKERD2_PROXY_… and FAIRLEAD_…), which wins over"
                    + " --config. Every setting that cannot be used is listed, and the exit code is"
                    + " 64."
        },
        footer = {
            "",
            "Examples:",
            "  fairlead proxy --profiles webapp.yaml \\",
            "      --service webapp.default.svc.cluster.local --app 127.0.0.1:8080",
            "  fairlead proxy --profiles profiles/ --endpoints endpoints.yaml --outbound 127.0.0.1:0"
        })
final class ProxyCommand implements Callable<Integer> {
    /** Options of the command that the configuration does not know. */
    static final Set<String> NOT_SETTINGS =
            Set.of("--config", "--until-stdin-ends", "--verbose", "--help");

    @Spec private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings in YAML: the names of the variables in camel case.")
    private Optional<Path> config;

    @Option(
            names = "--profiles",
            paramLabel = "PATH",
            description = "Profiles: a file, or a directory of files. May be repeated.")
    private List<String> profiles;

    @Option(
            names = "--endpoints",
            paramLabel = "FILE",
            description =
                    "Where other services are, in YAML: a map from authority"
                            + " (books.default.svc.cluster.local:7002) to a list of {address:"
                            + " IP:PORT, weight: 1, protocol: h2}, the last two optional.")
    private String endpoints;

    @Option(
            names = "--service",
            paramLabel = "AUTHORITY",
            description = "Whose profile applies to inbound requests.")
    private String service;

    @Option(
            names = "--app",
            paramLabel = "HOST:PORT",
            description = "Where direct inbound connections go: the application.")
    private String app;

    @Option(
            names = "--inbound",
            paramLabel = "HOST:PORT",
            description =
                    "Where it listens for the application's clients (default: 127.0.0.1:4143)."
                            + " Port 0 takes any free one, which is printed.")
    private String inbound;

    @Option(
            names = "--outbound",
            paramLabel = "HOST:PORT",
            description = "Where it listens for the application's requests (127.0.0.1:4140).")
    private String outbound;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description = "Where it serves /metrics, /ready, /routes.json … (127.0.0.1:4191).")
    private String admin;

    @Option(
            names = "--namespace",
            paramLabel = "NS",
            description = "The proxy's own namespace (default: default).")
    private String namespace;

    @Option(
            names = "--cluster-domain",
            paramLabel = "DOMAIN",
            description = "The end of every full service name (default: cluster.local).")
    private String clusterDomain;

    @Option(names = "--loops", paramLabel = "N", description = "Event loops (default: 1).")
    private String loops;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "What is logged: a level, or a filter such as warn,fairlead=debug.")
    private String logLevel;

    @Option(
            names = "--log-format",
            paramLabel = "plain|json",
            description = "How it is logged (default: plain).")
    private String logFormat;

    @Option(names = "--until-stdin-ends", hidden = true, description = "End with the parent.")
    private boolean untilStdinEnds;

    @Override
    public Integer call() throws InterruptedException {
        ConfigResult configuration = Configs.readCommand(System.getenv(), config, settings());
        return switch (configuration) {
            case ConfigResult.Valid valid -> {
                if (untilStdinEnds) {
                    Thread.ofPlatform().daemon().name("stdin").start(ProxyCommand::exitWithStdin);
                }
                yield ProxyProcess.run(valid, System.out, System.err);
            }
            case ConfigResult.Invalid invalid -> {
                PrintWriter err = spec.commandLine().getErr();
                invalid.problems().forEach(problem -> err.println("fairlead proxy: " + problem));
                yield ExitCodes.USAGE;
            }
        };
    }

    /** What was typed, as it was typed: the configuration knows what it means. */
    private List<OptionValue> settings() {
        List<OptionValue> values = new ArrayList<>();
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            String name = option.longestName();
            if (!NOT_SETTINGS.contains(name)) {
                option.stringValues().forEach(value -> values.add(new OptionValue(name, value)));
            }
        }
        return values;
    }

    /** Nobody is left to end this process when its parent has gone; the way out is a signal's. */
    private static void exitWithStdin() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
            System.exit(ExitCodes.OK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
