package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.proxy.config.Setting;
import dev.fairlead.proxy.config.SettingTable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

final class ProxyCommandTest {
    @Test
    void hasAnOptionForEachSettingThatNamesOne() {
        CommandLine proxy =
                Objects.requireNonNull(CommandLines.create().getSubcommands().get("proxy"));
        List<String> options =
                proxy.getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .filter(name -> !ProxyCommand.NOT_SETTINGS.contains(name))
                        .toList();

        assertThat(options)
                .containsExactlyInAnyOrderElementsOf(
                        SettingTable.all().stream()
                                .map(Setting::option)
                                .flatMap(Optional::stream)
                                .toList());
    }

    @Test
    void listsEverySettingThatCannotBeUsed() {
        CommandRun run =
                CommandRun.of("proxy", "--loops", "none", "--inbound", "nowhere", "--app", "x");

        assertThat(run.err().lines())
                .allMatch(line -> line.startsWith("fairlead proxy: "))
                .anyMatch(line -> line.contains("--loops"))
                .anyMatch(line -> line.contains("--inbound"))
                .anyMatch(line -> line.contains("--app"));
        assertThat(run.exitCode()).isEqualTo(64);
    }
}
