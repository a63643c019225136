package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that a test has started, with all that it prints. It is gone when this is closed.
 *
 * <p>Thread-safe.
 */
final class Program implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Thread reader;
    private final StringBuilder output = new StringBuilder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean ended;

    private Program(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().name("output of " + name).start(this::read);
    }

    /** What a program that has ended leaves. */
    record Ended(int exit, String output) {}

    static Program start(String name, List<String> command) {
        return start(name, command, Map.of());
    }

    /** Starts it with the environment of the tests and some variables more. */
    static Program start(String name, List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new Program(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end, which must come in time. */
    static Ended run(Duration limit, String... command) {
        try (Program program = start(command[0], List.of(command))) {
            return program.awaitEnd(limit);
        }
    }

    /** Runs it; it must succeed. What it printed is the answer. */
    static String output(Duration limit, String... command) {
        Ended ended = run(limit, command);
        assertThat(ended.exit()).as("exit of %s\n%s", command[0], ended.output()).isZero();
        return ended.output();
    }

    /** Waits until something that it prints, now or before, matches. */
    Matcher await(Pattern pattern, Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            Matcher matcher = pattern.matcher(output.toString());
            while (!matcher.find()) {
                if (ended || left <= 0) {
                    throw new AssertionError(name + ": no " + pattern + " in:\n" + output);
                }
                left = changed.awaitNanos(left);
                matcher = pattern.matcher(output.toString());
            }
            return matcher;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    Ended awaitEnd(Duration limit) {
        try {
            boolean inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                process.destroyForcibly().waitFor();
            }
            reader.join();
            assertThat(inTime).as("%s ends within %s:\n%s", name, limit, output()).isTrue();
            return new Ended(process.exitValue(), output());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends SIGTERM, and returns at once. */
    void terminate() {
        process.toHandle().destroy(); // Process.destroy would close the output as well
    }

    /** Everything printed up to now, both streams. */
    String output() {
        lock.lock();
        try {
            return output.toString();
        } finally {
            lock.unlock();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        terminate();
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                append(line + '\n', false);
            }
            append("", true);
        } catch (IOException e) {
            append("output lost: " + e.getMessage() + '\n', true);
        }
    }

    private void append(String text, boolean end) {
        lock.lock();
        try {
            output.append(text);
            ended |= end;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
