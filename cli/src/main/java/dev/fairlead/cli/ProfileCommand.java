package dev.fairlead.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fairlead profile …}: work on ServiceProfile documents. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
@Command(
        name = "profile",
        description = "Check service profiles.",
        subcommands = ProfileValidateCommand.class)
final class ProfileCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw CommandLines.missingSubcommand(spec.commandLine());
    }
}
