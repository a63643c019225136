package dev.fairlead.proxy;

import dev.fairlead.proxy.config.ConfigResult;
import java.io.PrintStream;
import java.net.BindException;

/** A proxy as the whole of a process: it lives until a signal, and its end is the process's. */
public final class ProxyProcess {
    /** The configuration cannot be used ({@code EX_USAGE}). */
    public static final int EXIT_CONFIGURATION = 64;

    /** A listener's address cannot be had. */
    public static final int EXIT_INITIALIZATION = 1;

    private ProxyProcess() {}

    /**
     * Runs until SIGTERM, SIGINT or an accepted {@code POST /shutdown}, then drains.
     *
     * @param out gets one line per listener
     * @param err gets what is wrong, every problem on a line
     * @return the exit status; after a signal the process ends here, with 0
     */
    public static int run(ConfigResult configuration, PrintStream out, PrintStream err)
            throws InterruptedException {
        return switch (configuration) {
            case ConfigResult.Invalid invalid -> {
                err.println("Invalid configuration:");
                invalid.problems().forEach(problem -> err.println("  " + problem));
                yield EXIT_CONFIGURATION;
            }
            case ConfigResult.Valid valid -> run(valid, out, err);
        };
    }

    private static int run(ConfigResult.Valid valid, PrintStream out, PrintStream err)
            throws InterruptedException {
        Proxy proxy;
        try {
            proxy = Proxy.start(valid);
        } catch (BindException e) {
            err.println("Initialization failure: " + e.getMessage());
            return EXIT_INITIALIZATION;
        }
        proxy.addresses()
                .forEach(listener ->
                        out.printf(
                                "%s %s:%d%n",
                                listener.name(),
                                listener.address().getAddress().getHostAddress(),
                                listener.address().getPort()));
        out.flush();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drainAndHalt(proxy), "signal"));
        proxy.awaitTermination();
        return 0;
    }

    /** The virtual machine would end with 128 + the signal; a drained proxy has ended well. */
    private static void drainAndHalt(Proxy proxy) {
        proxy.shutdown();
        try {
            proxy.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }
}
