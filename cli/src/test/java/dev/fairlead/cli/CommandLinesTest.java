package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class CommandLinesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    profil        | fairlead: unknown command 'profil' (did you mean 'profile'?); see 'fairlead --help'
                    ''            | fairlead: unknown command ''; see 'fairlead --help'
                    version --ou  | fairlead version: unknown option '--ou' (did you mean '--output'?); see 'fairlead version --help'
                    version x     | fairlead version: unknown argument 'x'; see 'fairlead version --help'
                    profile       | fairlead profile: a command is missing; see 'fairlead profile --help'
                    help nothing  | fairlead: unknown command 'nothing'; see 'fairlead --help'
                    """)
    void tellsAWrongCommandLineInOneLine(String line, String expected) {
        CommandRun run = CommandRun.of(line.split(" "));

        assertThat(run.err().strip()).isEqualTo(expected);
        assertThat(run.exitCode()).isEqualTo(64);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void namesTheValuesThatAnOptionTakes() {
        CommandRun run = CommandRun.of("version", "-o", "xml");

        assertThat(run.err())
                .isEqualTo(
                        "fairlead version: invalid value for option '--output': 'xml' (expected:"
                                + " text or json); see 'fairlead version --help'\n");
        assertThat(run.exitCode()).isEqualTo(64);
    }

    @Test
    void saysThatACommandIsMissing() {
        CommandRun run = CommandRun.of();

        assertThat(run.err()).startsWith("fairlead: a command is missing").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(64);
    }

    @Test
    void everyCommandHasHelpOfSaneWidth() {
        Deque<CommandLine> open = new ArrayDeque<>(List.of(CommandLines.create()));

        while (!open.isEmpty()) {
            CommandLine command = open.pop();
            open.addAll(command.getSubcommands().values());
            String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);

            assertThat(help).contains("--help").doesNotContain("<main class>");
            assertThat(help.lines()).allMatch(text -> text.length() <= 120);
        }
    }

    @Test
    void helpOfANestedCommandIsItsUsage() {
        CommandRun help = CommandRun.of("help", "profile", "validate");
        CommandRun option = CommandRun.of("profile", "validate", "--help");

        assertThat(help.out())
                .startsWith("Usage: fairlead profile validate")
                .isEqualTo(option.out());
        assertThat(help.exitCode()).isZero();
        assertThat(option.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"80,80", "100,100", "20,80", "5000,120", "wide,80", "-3,80", ",80"})
    void wrapsHelpAtTheTerminalWithinReason(@Nullable String columns, int width) {
        assertThat(CommandLines.width(columns)).isEqualTo(width);
    }

    @ParameterizedTest
    @CsvSource({"bash", "zsh"})
    void completionIsAScriptThatKnowsTheCommands(String shell) {
        CommandRun run = CommandRun.of("completion", shell);

        assertThat(run.out()).contains("complete -F", "fairlead", "validate", "--output");
        assertThat(run.exitCode()).isZero();
    }
}
