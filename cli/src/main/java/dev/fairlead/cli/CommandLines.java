package dev.fairlead.cli;

import dev.fairlead.route.GoDuration;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the commands together and tells errors: one line on stderr, never a stack trace unasked. */
public final class CommandLines {
    private static final int DEFAULT_WIDTH = 80;
    private static final int MAX_WIDTH = 120;

    private CommandLines() {}

    /** The whole command line, ready to execute once. */
    public static CommandLine create() {
        CommandLine commandLine = new CommandLine(new FairleadCommand());
        commandLine
                .registerConverter(OutputFormat.class, OutputFormat::parse)
                .registerConverter(Duration.class, CommandLines::duration)
                .registerConverter(WarmUpCommand.Part.class, WarmUpCommand.Part::parse)
                .registerConverter(CompletionCommand.Shell.class, CompletionCommand.Shell::parse)
                .setUsageHelpWidth(width(System.getenv("COLUMNS")))
                .setUsageHelpLongOptionsMaxWidth(28)
                .setParameterExceptionHandler(CommandLines::tellUsageError)
                .setExecutionExceptionHandler(CommandLines::tellFailure);
        return commandLine;
    }

    /** What a command throws that only groups others. */
    static ParameterException missingSubcommand(CommandLine group) {
        return new ParameterException(group, "a command is missing");
    }

    /** The width of the terminal where the shell exports it; asking it would start a process. */
    static int width(@Nullable String columns) {
        if (columns == null || !columns.matches("[0-9]{1,5}")) {
            return DEFAULT_WIDTH;
        }
        return Math.clamp(Integer.parseInt(columns), DEFAULT_WIDTH, MAX_WIDTH);
    }

    private static Duration duration(String text) {
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' (expected: such as 10s or 1m30s)");
        }
    }

    private static int tellUsageError(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().printf("%s: %s; see '%s --help'%n", name, usageText(error), name);
        command.getErr().flush();
        return ExitCodes.USAGE;
    }

    private static String usageText(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            return unmatchedText(unmatched);
        }
        return uncapitalized(oneLine(error));
    }

    private static String unmatchedText(UnmatchedArgumentException unmatched) {
        String argument = unmatched.getUnmatched().getFirst();
        boolean group = !unmatched.getCommandLine().getSubcommands().isEmpty();
        String kind = argument.startsWith("-") ? "option" : group ? "command" : "argument";
        return "unknown " + kind + " '" + argument + "'" + hint(unmatched.getSuggestions());
    }

    private static String hint(List<String> suggestions) {
        if (suggestions.isEmpty()) {
            return "";
        }
        String first = suggestions.getFirst();
        // picocli names an option with its parameter: --output=FORMAT
        return " (did you mean '" + first.split("[=\\[ ]", 2)[0] + "'?)";
    }

    private static int tellFailure(Exception failure, CommandLine command, ParseResult parsed) {
        Object root = command.getCommandSpec().root().userObject();
        String name = command.getCommandSpec().qualifiedName();
        boolean expected = failure instanceof CommandFailure;
        String kind = expected ? "" : "this is a bug: " + failure.getClass().getSimpleName() + ": ";
        command.getErr().println(name + ": " + kind + oneLine(failure));
        if (root instanceof FairleadCommand fairlead && fairlead.verbose()) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return failure instanceof CommandFailure known ? known.exitCode() : ExitCodes.BUG;
    }

    private static String oneLine(Exception error) {
        return Optional.ofNullable(error.getMessage())
                .orElse("no message")
                .replaceAll("\\s*\\R\\s*", "; ");
    }

    private static String uncapitalized(String text) {
        // A name in capitals, such as a parameter's label, stays.
        if (text.length() < 2 || Character.isUpperCase(text.charAt(1))) {
            return text;
        }
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
