package dev.fairlead.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Command lines of programs that run in a virtual machine of their own. */
final class Launch {
    private static final Path SIDECAR_JAR = Checkout.ROOT.resolve("cli/target/fairlead-cli.jar");
    private static final List<String> NETTY_FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private Launch() {}

    /** The sidecar as it was packaged, with nothing of the tests' own libraries. */
    static List<String> sidecar(List<String> flags) {
        if (!Files.exists(SIDECAR_JAR)) {
            throw new IllegalStateException(
                    SIDECAR_JAR + " is missing (expected: ./mvnw verify made it)");
        }
        List<String> command = jvm(flags);
        command.addAll(List.of("-cp", SIDECAR_JAR.toString(), "dev.fairlead.proxy.Main"));
        return command;
    }

    /** A class of the tests or of their libraries. */
    static List<String> ofTests(String mainClass, List<String> arguments) {
        List<String> command = jvm(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", classPathOfTests(), mainClass));
        command.addAll(arguments);
        return command;
    }

    private static List<String> jvm(List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(NETTY_FLAGS);
        command.addAll(flags);
        return command;
    }

    private static String classPathOfTests() {
        String all = System.getProperty("java.class.path");
        return String.join(
                File.pathSeparator,
                Arrays.stream(all.split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }
}
