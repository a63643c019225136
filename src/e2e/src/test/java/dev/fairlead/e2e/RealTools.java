package dev.fairlead.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that tests talk to. */
final class RealTools {
    private RealTools() {}

    /**
     * Goes on when all programs are there. Otherwise the test is left out with one line that says
     * so; in CI, where everything is installed, it fails.
     */
    static void need(String what, String... programs) {
        List<String> missing = missing(programs);
        if (missing.isEmpty()) {
            return;
        }
        leaveOut(what + " left out: no " + String.join(", ", missing) + " on the PATH");
    }

    /** Leaves the test out, with a line that says why; in CI it fails. */
    static void leaveOut(String line) {
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(line);
        }
        Assumptions.abort(line);
    }

    /** Those that are not on the PATH. */
    static List<String> missing(String... programs) {
        return Arrays.stream(programs).filter(program -> !isOnPath(program)).toList();
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
