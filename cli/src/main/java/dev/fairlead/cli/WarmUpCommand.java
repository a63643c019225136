package dev.fairlead.cli;

import dev.fairlead.cli.demo.Rehearsal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code fairlead warm-up}: does once, in one process, what commands do, so that a JVM that records
 * the classes in use (JEP 514) sees them all. Run by the build, not by people.
 */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
@Command(name = "warm-up", hidden = true, description = "Use what a recording JVM is to remember.")
final class WarmUpCommand implements Callable<Integer> {
    private static final List<List<String>> LINES =
            List.of(
                    List.of("version", "-o", "json"),
                    List.of("help", "profile", "validate"),
                    List.of("profile", "validate", "-"),
                    List.of("proxy", "--help"));

    /** What is used. */
    enum Part {
        /** Commands that answer and end. */
        COMMANDS,
        /** A proxy that carries the demo's traffic. */
        TRAFFIC;

        static Part parse(String text) {
            return switch (text) {
                case "commands" -> COMMANDS;
                case "traffic" -> TRAFFIC;
                default ->
                        throw new TypeConversionException(
                                "'" + text + "' (expected: commands or traffic)");
            };
        }
    }

    @Parameters(paramLabel = "commands|traffic", description = "What to use.")
    private Part part;

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean good =
                switch (part) {
                    case COMMANDS -> LINES.stream().allMatch(line -> run(line) == ExitCodes.OK);
                    case TRAFFIC -> Rehearsal.run();
                };
        return good ? ExitCodes.OK : ExitCodes.BUG;
    }

    private static int run(List<String> command) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        CommandLine commandLine = CommandLines.create().setOut(nowhere).setErr(nowhere);
        return commandLine.execute(command.toArray(String[]::new));
    }
}
