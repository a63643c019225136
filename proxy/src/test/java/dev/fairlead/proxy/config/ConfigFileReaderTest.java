package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigFileReaderTest {
    @TempDir Path directory;

    @Test
    void scalarsAreReadAsTheyAreWritten() throws IOException {
        Reading reading =
                read(
                        """
                        # a comment
                        loops: 2
                        outboundConnectTimeout: 1s
                        service: "webapp:80"
                        shutdownEndpointEnabled: true
                        """);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.values())
                .extracting(RawValue::text)
                .containsExactly("2", "1s", "webapp:80", "true");
        assertThat(reading.values()).allMatch(RawValue::isValid);
    }

    @Test
    void listIsASequenceOrOneText() throws IOException {
        Reading sequence = read("profiles: [a.yaml, 'b,c.yaml']\n");
        Reading text = read("profiles: a.yaml,b.yaml\n");

        assertThat(sequence.values().getFirst().items()).containsExactly("a.yaml", "b,c.yaml");
        assertThat(text.values().getFirst().items()).containsExactly("a.yaml", "b.yaml");
    }

    @Test
    void portsMayBeNumbers() throws IOException {
        Reading reading = read("outboundOpaquePorts: [25, 4000-4100]\n");

        assertThat(reading.values().getFirst().isValid()).isTrue();
    }

    @Test
    void yamlsOwnWordsForTrueAreNotTaken() throws IOException {
        Reading reading = read("shutdownEndpointEnabled: yes\n");

        assertThat(reading.values().getFirst().isValid()).isFalse();
    }

    @Test
    void everyProblemHasItsLineAndColumn() throws IOException {
        Reading reading =
                read(
                        """
                        loops: 1
                        loops: 2
                        noSuchThing: 1
                        outbound_connect_timeout: 1s
                        service: [a, b]
                        namespace: {name: a}
                        profiles:
                          - a.yaml
                          - [b.yaml]
                        [1, 2]: x
                        """);

        assertThat(lines(reading))
                .containsExactly(
                        "2:1: loops: set twice, first in line 1",
                        "3:1: noSuchThing: no such setting",
                        "4:1: outbound_connect_timeout: no such setting (expected:"
                                + " outboundConnectTimeout)",
                        "5:10: service: a sequence (expected: NAME or NAME:PORT, the port from 1)",
                        "6:12: namespace: a mapping (expected: a DNS label)",
                        "9:5: profiles: a sequence as an item (expected: a scalar)",
                        "10:1: a sequence as a key (expected: a setting's name)");
    }

    @Test
    void emptyFileSetsNothing() throws IOException {
        assertThat(read("")).isEqualTo(new Reading(List.of(), List.of()));
        assertThat(read("# nothing\n")).isEqualTo(new Reading(List.of(), List.of()));
        assertThat(read("---\n")).isEqualTo(new Reading(List.of(), List.of()));
    }

    @Test
    void keyWithoutValueIsSetToNothing() throws IOException {
        Reading reading = read("loops:\n");

        assertThat(reading.values().getFirst().isValid()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a\n", "text\n", "42\n"})
    void documentMustBeAMapping(String text) throws IOException {
        assertThat(lines(read(text)))
                .singleElement()
                .asString()
                .startsWith("1:1: a s")
                .contains("expected: a mapping of settings");
    }

    @Test
    void onlyOneDocument() throws IOException {
        assertThat(lines(read("loops: 1\n---\nloops: 2\n")))
                .containsExactly("3:1: a second document (expected: one)");
    }

    @Test
    void brokenYamlIsLocated() throws IOException {
        assertThat(lines(read("loops: 1\nprofiles: [a\nb: c\n")))
                .singleElement()
                .asString()
                .matches("[23]:\\d+: not YAML: .+");
    }

    @Test
    void whatIsNotTextIsOneProblem() throws IOException {
        Path file = directory.resolve("binary.yaml");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2});

        assertThat(ConfigFileReader.read(file).problems()).hasSize(1);
    }

    @Test
    void sequenceThatContainsItselfIsOneProblem() throws IOException {
        assertThat(read("profiles: &a [*a]\n").problems()).hasSize(1);
    }

    @Test
    void missingFileIsAProblem() {
        Path file = directory.resolve("missing.yaml");

        assertThat(ConfigFileReader.read(file).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(file + ": cannot be read: No Such File Exception");
    }

    private Reading read(String text) throws IOException {
        return ConfigFileReader.read(Files.writeString(file(), text));
    }

    private Path file() {
        return directory.resolve("fairlead.yaml");
    }

    private List<String> lines(Reading reading) {
        return reading.problems().stream()
                .map(problem -> problem.toString().replace(file() + ":", ""))
                .toList();
    }
}
