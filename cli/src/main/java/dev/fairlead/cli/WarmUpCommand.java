package dev.fairlead.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code fairlead warm-up}: does once, in one process, what commands do, so that a JVM that records
 * the classes in use (JEP 514) sees them all. Run by the build, not by people.
 */
@Command(name = "warm-up", hidden = true, description = "Use what a recording JVM is to remember.")
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return run("version", "-o", "json") | run("help") | run("help", "profile", "validate");
    }

    private static int run(String... args) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        CommandLine commandLine = CommandLines.create().setOut(nowhere).setErr(nowhere);
        return commandLine.execute(args);
    }
}
