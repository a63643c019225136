package dev.fairlead.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code fairlead completion}: a script that a shell evaluates. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
@Command(
        name = "completion",
        description = "Print a script that completes commands and options in a shell.",
        footer = {
            "",
            "Examples:",
            "  source <(fairlead completion bash)",
            "  fairlead completion zsh > ~/.fairlead-completion && source ~/.fairlead-completion"
        })
final class CompletionCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell;

    /** Shells with a script; picocli's serves both, as it asks zsh to understand bash's. */
    enum Shell {
        BASH,
        ZSH;

        static Shell parse(String text) {
            return switch (text) {
                case "bash" -> BASH;
                case "zsh" -> ZSH;
                default ->
                        throw new TypeConversionException("'" + text + "' (expected: bash or zsh)");
            };
        }
    }

    @Override
    public void run() {
        String script =
                switch (shell) {
                    case BASH, ZSH -> AutoComplete.bash("fairlead", spec.root().commandLine());
                };
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
    }
}
