package dev.fairlead.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.e2e.Step.Expectation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bash in which the steps of one page are done. Where the machine allows it, it has a network of
 * its own, so that the ports that a page names are free.
 *
 * <p>Commands write to files; the shell's own output carries only answers, one a line, so that
 * waiting for a command is reading a line.
 */
final class ShellSession implements AutoCloseable {
    private final Path outputs;
    private final Process shell;
    private final Writer input;
    private final BufferedReader answers;
    private final List<Background> background = new ArrayList<>();
    private int commands;

    private record Background(Step.Type step, String pid, Path output) {}

    /** Opens a shell in a folder. */
    ShellSession(Path folder, Path outputs) throws IOException, InterruptedException {
        this.outputs = outputs;
        ProcessBuilder builder = new ProcessBuilder(shellCommand()).directory(folder.toFile());
        builder.environment().put("FAIRLEAD_BUILD", "never");
        builder.redirectError(outputs.resolve("shell").toFile());
        this.shell = builder.start();
        this.input = shell.outputWriter(UTF_8);
        this.answers = shell.inputReader(UTF_8);
    }

    /** Does a step; fails with the command's output when it does not come to what is expected. */
    void run(Step.Type step) throws IOException {
        switch (step.expectation()) {
            case Expectation.Exits(int code) -> {
                Path output = nextOutput();
                String ended = ask(redirected("{ " + step.command() + "\n}", output), "$?");
                assertThat(ended).as(outcome(step, output)).isEqualTo(Integer.toString(code));
            }
            case Expectation.Shows(String text) -> {
                Path output = nextOutput();
                String pid = ask(redirected(step.command(), output) + " &", "$!");
                background.add(new Background(step, pid, output));
                String found = ask(waitFor(text, pid, output), "$?");
                assertThat(found).as("%s shows %s", outcome(step, output), text).isEqualTo("0");
            }
            case Expectation.Never(String reason) -> assertThat(reason).isNotBlank();
        }
    }

    /** Checks that the last command's output has the lines that the page shows. */
    void compare(Step.Compare step) {
        Path output = outputs.resolve("output-" + commands);
        assertThat(Checkout.read(output).lines())
                .as("output shown in line %d", step.line())
                .containsAll(step.lines());
    }

    /** Ends what goes on in the background as a reader would, and checks that it obeys. */
    void endBackground() throws IOException {
        for (Background job : background.reversed()) {
            String code = ask("kill -TERM " + job.pid + "; wait " + job.pid, "$?");
            assertThat(code).as(outcome(job.step, job.output)).isIn("0", "143");
        }
        background.clear();
    }

    @Override
    public void close() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }

    private Path nextOutput() {
        commands++;
        return outputs.resolve("output-" + commands);
    }

    private static String redirected(String command, Path output) {
        return command + " >'" + output + "' 2>&1 </dev/null";
    }

    /** Follows the output until it holds a text, the process ends, or a minute is over. */
    private static String waitFor(String text, String pid, Path output) {
        String quoted = "'" + text.replace("'", "'\\''") + "'";
        return "timeout 60 grep -m 1 -qF -- %s <(tail -n +1 -f --pid=%s '%s')"
                .formatted(quoted, pid, output);
    }

    private String ask(String command, String answer) throws IOException {
        input.write(command + "\nprintf '%s\\n' \"" + answer + "\"\n");
        input.flush();
        CompletableFuture<Boolean> limit = new CompletableFuture<>();
        CompletableFuture<Void> watch =
                limit.completeOnTimeout(true, 2, TimeUnit.MINUTES).thenAccept(this::closeIf);
        @Nullable String line = answers.readLine();
        limit.complete(false);
        watch.join();
        if (line == null) {
            throw new IllegalStateException(
                    "the shell ended, or two minutes were over, at: " + command);
        }
        return line;
    }

    private void closeIf(boolean expired) {
        if (expired) {
            close();
        }
    }

    private static String outcome(Step.Type step, Path output) {
        String shown = Files.exists(output) ? Checkout.read(output) : "";
        return "line " + step.line() + ": " + step.command() + "\n" + shown;
    }

    private static List<String> shellCommand() throws IOException, InterruptedException {
        List<String> bash = List.of("bash", "--noprofile", "--norc", "-o", "pipefail");
        List<String> apart = List.of("unshare", "--net", "bash", "-c", "ip link set lo up");
        if (!RealTools.missing("unshare", "ip").isEmpty() || !succeeds(apart)) {
            return bash;
        }
        return List.of(
                "unshare",
                "--net",
                "bash",
                "-c",
                "ip link set lo up && exec " + String.join(" ", bash));
    }

    private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor() == 0;
    }
}
