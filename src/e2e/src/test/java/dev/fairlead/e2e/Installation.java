package dev.fairlead.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder that looks to the launcher like a checkout whose last build is the one under test, so
 * that {@code ./fairlead} runs exactly the classes that Maven has just packaged.
 */
final class Installation {
    private static final Path BUILT = Checkout.ROOT.resolve("cli/target");
    private static final String BUILD = "build-under-test";

    private Installation() {}

    /** Puts the launcher and the build into a folder. */
    static void into(Path folder) throws IOException {
        Path jar = BUILT.resolve("fairlead-cli.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing (expected: ./mvnw verify made it)");
        }
        Path state = folder.resolve("cli/target/launcher");
        Path build = Files.createDirectories(state.resolve(BUILD));
        Files.copy(jar, build.resolve(jar.getFileName()));
        copyAll(BUILT.resolve("lib"), Files.createDirectory(build.resolve("lib")));
        Files.createFile(build.resolve("stamp"));
        Files.writeString(state.resolve("current"), BUILD + "\n");
        Path launcher = Files.copy(Checkout.ROOT.resolve("fairlead"), folder.resolve("fairlead"));
        if (!launcher.toFile().setExecutable(true)) {
            throw new IOException(launcher + ": cannot be made executable");
        }
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
