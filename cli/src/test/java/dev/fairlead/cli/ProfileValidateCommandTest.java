package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileValidateCommandTest {
    private static final String GOOD =
            """
            apiVersion: linkerd.io/v1alpha2
            kind: ServiceProfile
            metadata:
              name: books.default.svc.cluster.local
              namespace: default
            spec:
              routes:
              - name: GET /books
                condition:
                  method: GET
                  pathRegex: /books
            """;

    /** Line 9: no such key; 10: regex; 13: empty condition; 14: duration; 19: not a number. */
    private static final String FIVE_MISTAKES =
            """
            apiVersion: linkerd.io/v1alpha2
            kind: ServiceProfile
            metadata:
              name: books.default.svc.cluster.local
              namespace: default
            spec:
              routes:
              - name: GET /books
                retryable: true
                condition: {pathRegex: '/books/('}
              - name: nothing
                condition:
                  {}
                timeout: soon
              - name: fine
                condition:
                  pathRegex: /fine
              retryBudget:
                retryRatio: many
                minRetriesPerSecond: 10
                ttl: 10s
            """;

    @TempDir private Path folder;

    @Test
    void aGoodFileHasNoProblems() throws IOException {
        Path file = write("good.yaml", GOOD);

        CommandRun run = CommandRun.of("profile", "validate", file.toString());

        assertThat(run.out()).isEqualTo("1 file, 1 usable profile: 0 errors, 0 warnings\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void allFiveMistakesAreTold() throws IOException {
        Path file = write("bad.yaml", FIVE_MISTAKES);

        CommandRun run = CommandRun.of("profile", "validate", file.toString());

        assertThat(run.out().lines().filter(line -> line.contains(": error: ")))
                .hasSize(5)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(file + ":9:").contains("retryable"),
                        line -> assertThat(line).startsWith(file + ":10:").contains("pathRegex"),
                        line -> assertThat(line).startsWith(file + ":13:").contains("condition"),
                        line -> assertThat(line).startsWith(file + ":14:").contains("timeout"),
                        line -> assertThat(line).startsWith(file + ":19:").contains("retryRatio"));
        assertThat(run.out()).endsWith("1 file, 0 usable profiles: 5 errors, 0 warnings\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void jsonHasTheSameProblems() throws IOException {
        Path file = write("bad.yaml", FIVE_MISTAKES);

        CommandRun run = CommandRun.of("profile", "validate", "-o", "json", file.toString());

        assertThat(run.out())
                .contains("\"files\": 1", "\"profiles\": 0", "\"errors\": 5", "\"line\": 10")
                .contains("\"field\": \"spec.routes[0].condition.pathRegex\"");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aMissingFileIsAnErrorAndTheOthersAreStillRead() throws IOException {
        Path good = write("good.yaml", GOOD);
        Path missing = folder.resolve("missing.yaml");

        CommandRun run = CommandRun.of("profile", "validate", missing.toString(), good.toString());

        assertThat(run.out())
                .isEqualTo(
                        missing
                                + ":1:1: error: no such file\n"
                                + "2 files, 1 usable profile: 1 error, 0 warnings\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aDirectoryStandsForItsFiles() throws IOException {
        write("a.yaml", GOOD);
        write("b.yml", GOOD);
        write("notes.txt", "nothing");

        CommandRun run = CommandRun.of("profile", "validate", folder.toString());

        assertThat(run.out()).startsWith("2 files, 2 usable profiles: 0 errors");
    }

    @Test
    void aDirectoryWithoutProfilesIsAnError() {
        CommandRun run = CommandRun.of("profile", "validate", folder.toString());

        assertThat(run.out()).contains("error: no YAML or JSON file");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void minusIsStdin() {
        CommandRun run = CommandRun.withStdin(FIVE_MISTAKES, "profile", "validate", "-");

        assertThat(run.out()).contains("<stdin>:10:", "1 file, 0 usable profiles: 5 errors");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void bytesThatAreNotTextAreAnError() throws IOException {
        Path file = folder.resolve("image.yaml");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        CommandRun run = CommandRun.of("profile", "validate", file.toString());

        assertThat(run.out()).contains("error: is not UTF-8 text");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aFileMustBeNamed() {
        CommandRun run = CommandRun.of("profile", "validate");

        assertThat(run.err()).contains("FILE").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(64);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
