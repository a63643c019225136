package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.shop.ShopService;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of a sidecar.
 *
 * @param service whom it stands before
 * @param application where the service itself listens
 * @param profiles folder of the profiles
 * @param endpoints file of the endpoints that the service may call; empty for one that calls nobody
 */
record SidecarCommand(
        ShopService service,
        InetSocketAddress application,
        Path profiles,
        Optional<Path> endpoints) {
    private static final String ANY_PORT = "127.0.0.1:0";

    /** The program and its arguments: what a person would type, with free ports. */
    List<String> line() {
        List<String> line = new ArrayList<>(program());
        line.addAll(List.of("proxy", "--service", service.authority()));
        line.addAll(List.of("--app", "127.0.0.1:" + application.getPort()));
        line.addAll(List.of("--inbound", ANY_PORT, "--outbound", ANY_PORT, "--admin", ANY_PORT));
        line.addAll(List.of("--profiles", profiles.toString()));
        endpoints.ifPresent(file -> line.addAll(List.of("--endpoints", file.toString())));
        line.add("--until-stdin-ends");
        return line;
    }

    /** The launcher that started this process, or else the same JVM and class path. */
    private static List<String> program() {
        String launcher = System.getProperty("fairlead.launcher", "");
        if (!launcher.isEmpty()) {
            return List.of(launcher);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.fairlead.cli.Main");
    }
}
