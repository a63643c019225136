package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VersionCommandTest {
    private static final String JDK = Runtime.version().toString();

    @Test
    void saysWhatWasBuiltAndWhatItRunsOn() {
        CommandRun run = CommandRun.of("version");

        assertThat(run.out())
                .matches(
                        "fairlead \\d+\\.\\d+\\.\\d+\\S*( \\([0-9a-f]+\\))?, JDK .+, Netty 4\\.\\S+\\R")
                .contains("JDK " + JDK);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void saysTheSameInJson() {
        CommandRun run = CommandRun.of("version", "-o", "json");

        assertThat(run.out())
                .startsWith("{\n  \"version\": \"")
                .contains("\"commit\": \"", "\"jdk\": \"" + JDK + "\"", "\"netty\": \"4.")
                .endsWith("\n}\n");
    }

    @Test
    void isAlsoAnOption() {
        assertThat(CommandRun.of("--version")).isEqualTo(CommandRun.of("version"));
    }
}
