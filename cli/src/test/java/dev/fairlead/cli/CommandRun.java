package dev.fairlead.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import picocli.CommandLine;

/** What a command printed and how it ended. */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(String... args) {
        return withStdin("", args);
    }

    static CommandRun withStdin(String stdin, String... args) {
        CommandLine commandLine = CommandLines.create();
        byte[] bytes = stdin.getBytes(StandardCharsets.UTF_8);
        Deque<CommandLine> open = new ArrayDeque<>(List.of(commandLine));
        while (!open.isEmpty()) {
            CommandLine command = open.pop();
            open.addAll(command.getSubcommands().values());
            if (command.getCommandSpec().userObject() instanceof ProfileValidateCommand validate) {
                validate.readStdinFrom(new ByteArrayInputStream(bytes));
            }
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
