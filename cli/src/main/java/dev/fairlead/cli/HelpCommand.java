package dev.fairlead.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code fairlead help}: the same as {@code --help}, for a command of any depth. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
@Command(
        name = "help",
        description = "Say what a command does and which options it has.",
        footer = {"", "Example:", "  fairlead help profile validate"})
final class HelpCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The command, word by word; without one, all of them.")
    private List<String> words = List.of();

    @Override
    public void run() {
        CommandLine shown = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = shown.getSubcommands().get(word);
            if (next == null) {
                throw new UnmatchedArgumentException(shown, List.of(word));
            }
            shown = next;
        }
        shown.usage(spec.commandLine().getOut());
    }
}
