package dev.fairlead.cli.demo;

import dev.fairlead.cli.CommandFailure;
import dev.fairlead.cli.ExitCodes;
import dev.fairlead.cli.demo.shop.ShopService;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running sidecar. It ends with {@link #close}, and by itself when this process dies, since its
 * standard input then ends.
 */
final class Sidecar implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final ShopService service;
    private final Process process;
    private final Path log;
    private final Map<String, InetSocketAddress> listeners = new ConcurrentHashMap<>();
    private final CompletableFuture<Sidecar> listening = new CompletableFuture<>();
    private final Thread reader;

    private Sidecar(ShopService service, Process process, Path log) {
        this.service = service;
        this.process = process;
        this.log = log;
        this.reader =
                Thread.ofPlatform()
                        .daemon()
                        .name("log-" + service.shortName())
                        .start(this::readOutput);
    }

    /**
     * Starts a process.
     *
     * @param log where its output goes
     */
    static Sidecar start(SidecarCommand command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.line()).redirectErrorStream(true);
        // The launcher that started the demo has built what there is to build.
        builder.environment().put("FAIRLEAD_BUILD", "never");
        return new Sidecar(command.service(), builder.start(), log);
    }

    ShopService service() {
        return service;
    }

    /** Where a listener is: {@code inbound}, {@code outbound} or {@code admin}. */
    InetSocketAddress address(String listener) {
        InetSocketAddress address = listeners.get(listener);
        if (address == null) {
            throw new IllegalStateException(listener + ": not known yet");
        }
        return address;
    }

    /**
     * Waits until all listeners are known.
     *
     * @throws CommandFailure when the process ends, or takes too long
     */
    void awaitListening() throws InterruptedException {
        try {
            listening.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw failure("did not start", e);
        }
    }

    /** What to say when this sidecar fails, with the last line of its log. */
    CommandFailure failure(String what, Exception cause) {
        String text = "the sidecar of " + service.shortName() + " " + what + ": " + lastLine();
        return new CommandFailure(ExitCodes.UNAVAILABLE, text, cause);
    }

    /** Asks the process to end, without waiting for it. */
    void end() {
        process.destroy();
    }

    /** Ends the process, at last by force, and waits until it is gone. */
    @Override
    public void close() {
        end();
        try {
            if (!process.waitFor(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter copy = Files.newBufferedWriter(log)) {
            String line = output.readLine();
            while (line != null) {
                copy.write(line);
                copy.newLine();
                copy.flush();
                ListenerLine.parse(line).ifPresent(this::remember);
                line = output.readLine();
            }
            listening.completeExceptionally(new IOException("the process has ended"));
        } catch (IOException e) {
            listening.completeExceptionally(e);
        }
    }

    private void remember(ListenerLine line) {
        listeners.put(line.listener(), line.address());
        if (listeners.keySet().containsAll(ListenerLine.ALL)) {
            listening.complete(this);
        }
    }

    private String lastLine() {
        try (var lines = Files.lines(log)) {
            return lines.reduce((_, next) -> next).orElse("no output") + " (log: " + log + ")";
        } catch (IOException | UncheckedIOException e) {
            return "no log: " + e.getMessage();
        }
    }
}
