package dev.fairlead.proxy;

import dev.fairlead.proxy.config.Configs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The sidecar's own program: configured by its environment, or by {@code --config FILE} as well.
 */
public final class Main {
    private Main() {}

    /** Runs the sidecar. */
    public static void main(String[] arguments) throws InterruptedException {
        boolean file = arguments.length == 2 && arguments[0].equals("--config");
        if (arguments.length != 0 && !file) {
            System.err.println("usage: [--config FILE]");
            System.exit(ProxyProcess.EXIT_CONFIGURATION);
        }
        System.exit(
                ProxyProcess.run(
                        Configs.read(
                                System.getenv(),
                                file ? Optional.of(Path.of(arguments[1])) : Optional.empty(),
                                List.of()),
                        System.out,
                        System.err));
    }
}
