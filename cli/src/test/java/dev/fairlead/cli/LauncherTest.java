package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher in a checkout of its own, whose JDK and Maven are shell scripts. */
final class LauncherTest {
    private static final String JAVA =
            """
            for argument in "$@"; do
                case $argument in
                    -XX:AOTCacheOutput=*) echo classes >"${argument#*=}"; exit 0 ;;
                esac
            done
            echo "$@"
            exit "${FAKE_EXIT:-0}"
            """;

    private static final String MAVEN =
            """
            root=${0%/*}
            echo built >>"$root/builds"
            echo "[INFO] Building Fairlead cli 0.1.0-SNAPSHOT            [6/6]"
            while [ -e "$root/gate" ]; do sleep 0.02; done
            [ ! -e "$root/broken" ] || { echo "[ERROR] it is broken"; exit 1; }
            mkdir -p "$root/cli/target/lib"
            : >"$root/cli/target/fairlead-cli.jar"
            """;

    @TempDir private Path folder;
    private Path root;
    private Path jdk;

    private record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void makeACheckout() throws IOException {
        root = folder.toRealPath().resolve("check out");
        Files.createDirectories(root.resolve("cli/src/main"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.writeString(root.resolve("cli/src/main/Main.java"), "class Main {}");
        script(root.resolve("mvnw"), MAVEN);
        script(root.resolve("fairlead"), Files.readString(Path.of("..", "fairlead")));
        jdk = makeAJdk("jdk-25", "25.0.3");
        Files.createDirectories(folder.resolve("no-jdk"));
        script(folder.resolve("no-jdk/java"), "exit 1");
    }

    @Test
    void buildsOnceAndPassesArgumentsOn() throws Exception {
        Result first = run("profile", "validate", "a file");
        Result second = run("version");

        assertThat(first.out()).endsWith("fairlead-cli.jar profile validate a file\n");
        assertThat(first.err())
                .contains(
                        "building with the JDK in " + jdk,
                        "building Fairlead cli 0.1.0-SNAPSHOT [6/6]");
        assertThat(first.err().lines()).allMatch(line -> line.startsWith("fairlead: "));
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        run("version");
        FileTime later = FileTime.from(Instant.now().plus(Duration.ofMinutes(1)));
        Files.setLastModifiedTime(root.resolve("cli/src/main/Main.java"), later);

        run("version");

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void becomesTheProgramWithItsExitCode() throws Exception {
        run("version");

        Result run = run(Map.of("FAKE_EXIT", "64"), root.resolve("fairlead"), "version");

        assertThat(run.exitCode()).isEqualTo(64);
    }

    @Test
    void worksThroughALinkFromAnywhere() throws Exception {
        Path link = folder.resolve("links/fairlead");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of("..", "check out", "fairlead"));

        Result run = run(Map.of(), link, "version");

        assertThat(run.out())
                .contains("-Dfairlead.launcher=" + root.resolve("fairlead"))
                .endsWith("fairlead-cli.jar version\n");
    }

    @Test
    void tellsTheEndOfTheLogWhenTheBuildFails() throws Exception {
        Files.createFile(root.resolve("broken"));

        Result run = run("version");

        assertThat(run.exitCode()).isEqualTo(70);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("[ERROR] it is broken")
                .endsWith("all of its output: " + log() + "\n");
        assertThat(lock()).doesNotExist();
    }

    @Test
    void passesOverOtherJdks() throws Exception {
        Path old = makeAJdk("jdk-17", "17.0.1");
        Path early = makeAJdk("jdk-250", "250");

        Result run = run(Map.of("JAVA_HOME", old.toString()), root.resolve("fairlead"), "version");

        assertThat(run.err()).contains("the JDK in " + jdk).doesNotContain(early.toString());
    }

    @Test
    void saysInOneLineHowToGetAJdk() throws Exception {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"26\"\n");

        Result run = run("version");

        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.err()).startsWith("fairlead: no JDK 25 in").hasLineCount(1);
    }

    @Test
    void runsTheLastBuildWhenToldSo() throws Exception {
        Map<String, String> never = Map.of("FAIRLEAD_BUILD", "never");

        Result without = run(never, root.resolve("fairlead"), "version");
        run("version");
        Files.delete(root.resolve("cli/src/main/Main.java"));
        Result with = run(never, root.resolve("fairlead"), "version");

        assertThat(without.exitCode()).isEqualTo(70);
        assertThat(with.exitCode()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void usesTheRecordedClassesOnlyWhereTheyFit() throws Exception {
        run("version");

        Result plain = run("version");
        Result heap = runWithOptions("-Xmx99m -Dkey=value");
        Result collector = runWithOptions("-XX:+UseG1GC");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.9\"\n");
        Result otherJdk = run("version");

        assertThat(plain.out()).contains("-XX:AOTCache=" + root, "/commands.aot");
        assertThat(heap.out()).contains("-XX:AOTCache=", "-Xmx99m -Dkey=value -jar");
        assertThat(collector.out()).doesNotContain("AOTCache").contains("-XX:+UseG1GC -jar");
        assertThat(otherJdk.out()).doesNotContain("AOTCache");
    }

    @Test
    void sidecarsAreLean() throws Exception {
        Result run = run("proxy", "--loops", "1");

        assertThat(run.out())
                .contains("-Xmx64m", "MaxDirectMemorySize", "/traffic.aot")
                .doesNotContain("Tiered");
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Path gate = Files.createFile(root.resolve("gate"));
        Process first = start(Map.of(), root.resolve("fairlead"), "version");
        awaitLine(first, "building Fairlead cli");
        Process second = start(Map.of(), root.resolve("fairlead"), "version");
        awaitLine(second, "waiting for process " + first.pid());

        Files.delete(gate);

        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aDeadLaunchersLockIsTaken() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createDirectories(lock().getParent());
        Files.createSymbolicLink(lock(), Path.of(Long.toString(dead.pid())));

        Result run = run("version");

        assertThat(run.exitCode()).isZero();
        assertThat(builds()).isEqualTo(1);
        assertThat(lock()).doesNotExist();
    }

    @Test
    void aSignalEndsTheBuild() throws Exception {
        Files.createFile(root.resolve("gate"));
        Process launcher = start(Map.of(), root.resolve("fairlead"), "version");
        awaitLine(launcher, "building Fairlead cli");
        List<ProcessHandle> children = launcher.descendants().toList();

        launcher.destroy();

        assertThat(launcher.waitFor()).isEqualTo(143);
        for (ProcessHandle child : children) {
            child.onExit().join();
        }
        assertThat(lock()).doesNotExist();
    }

    private Result runWithOptions(String options) throws Exception {
        return run(Map.of("FAIRLEAD_JAVA_OPTS", options), root.resolve("fairlead"), "version");
    }

    private Result run(String... args) throws Exception {
        return run(Map.of(), root.resolve("fairlead"), args);
    }

    private Result run(Map<String, String> environment, Path launcher, String... args)
            throws Exception {
        Process process = start(environment, launcher, args);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, err);
    }

    private Process start(Map<String, String> environment, Path launcher, String... args)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.matches("FAIRLEAD_.*|JAVA_.*|_?JDK?_.*"));
        variables.put("PATH", folder.resolve("no-jdk") + ":" + System.getenv("PATH"));
        variables.put("FAIRLEAD_JVMS", folder.toRealPath().resolve("jvms").toString());
        variables.putAll(environment);
        return builder.start();
    }

    private static void awaitLine(Process process, String text) throws IOException {
        BufferedReader err = process.errorReader();
        String line = err.readLine();
        while (line != null && !line.contains(text)) {
            line = err.readLine();
        }
        assertThat(line).contains(text);
    }

    private Path makeAJdk(String name, String version) throws IOException {
        Path home = folder.toRealPath().resolve("jvms").resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), JAVA);
        script(home.resolve("bin/javac"), "exit 1");
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text.startsWith("#!") ? text : "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private long builds() throws IOException {
        return Files.readAllLines(root.resolve("builds")).size();
    }

    private Path log() {
        return root.resolve("cli/target/launcher/build.log");
    }

    private Path lock() {
        return root.resolve("cli/target/launcher/lock");
    }
}
