package dev.fairlead.cli;

import dev.fairlead.cli.demo.DemoCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a command: help, and the options that every command has. */
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli fills the fields
@Command(
        name = "fairlead",
        description = "Service profiles that work: routes counted, timed and kept safe.",
        versionProvider = VersionCommand.Provider.class,
        subcommands = {
            ProxyCommand.class,
            ProfileCommand.class,
            DemoCommand.class,
            CompletionCommand.class,
            VersionCommand.class,
            HelpCommand.class,
            WarmUpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  fairlead demo",
            "  fairlead profile validate webapp.yaml",
            "  fairlead help proxy"
        })
final class FairleadCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say what a command does and which options it has.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Say which version this is.")
    private boolean version;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of a failure.")
    private boolean verbose;

    boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw CommandLines.missingSubcommand(spec.commandLine());
    }
}
