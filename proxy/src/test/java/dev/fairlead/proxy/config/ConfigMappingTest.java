package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For every setting: its default, and that its variable, key and option reach the right field. */
final class ConfigMappingTest {
    private static final int CPUS = 8;

    static List<MappingRow> rows() {
        return MappingRows.all();
    }

    @Test
    void everySettingHasARow() {
        assertThat(rows())
                .extracting(MappingRow::variable)
                .containsExactlyInAnyOrderElementsOf(
                        SettingTable.all().stream().map(Setting::variable).toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void defaultIsInForceWhenNothingIsSet(MappingRow row) {
        ProxyConfig config = valid(read(Map.of(), Optional.empty(), List.of()));

        assertThat(row.field().apply(config)).isEqualTo(row.defaultValue());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void variableReachesItsField(MappingRow row) {
        Map<String, String> environment = new HashMap<>(row.companions());
        environment.put(row.variable(), row.text());

        ProxyConfig config = valid(read(environment, Optional.empty(), List.of()));

        assertThat(row.expected()).isNotEqualTo(row.defaultValue());
        assertThat(row.field().apply(config)).isEqualTo(row.expected());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void keyReachesItsField(MappingRow row, @TempDir Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        row.companions().forEach((variable, text) -> lines.add(line(variable, text)));
        lines.add(line(row.variable(), row.text()));
        Path file = Files.write(directory.resolve("fairlead.yaml"), lines);

        ProxyConfig config = valid(read(Map.of(), Optional.of(file), List.of()));

        assertThat(row.field().apply(config)).isEqualTo(row.expected());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void optionReachesItsField(MappingRow row) {
        Setting<?> setting = SettingTable.byVariable(row.variable()).orElseThrow();
        List<OptionValue> options =
                setting.option().map(name -> new OptionValue(name, row.text())).stream().toList();

        ProxyConfig config = valid(read(Map.of(), Optional.empty(), options));

        assertThat(row.field().apply(config))
                .isEqualTo(options.isEmpty() ? row.defaultValue() : row.expected());
    }

    @Test
    void commandListensOnLoopbackOnly() {
        ConfigResult result = Configs.readCommand(Map.of(), Optional.empty(), List.of());

        assertThat(valid(result).listen())
                .isEqualTo(
                        new ListenConfig(loopback(4143), List.of(loopback(4140)), loopback(4191)));
    }

    @Test
    void sidecarListensForTheWholePod() {
        ConfigResult result = Configs.read(Map.of(), Optional.empty(), List.of());

        assertThat(valid(result).listen().inbound())
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 4143));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private static String line(String variable, String text) {
        return SettingTable.byVariable(variable).orElseThrow().key() + ": '" + text + "'";
    }

    private static ConfigResult read(
            Map<String, String> environment, Optional<Path> file, List<OptionValue> options) {
        return new ConfigReader(Defaults.SIDECAR, CPUS).read(environment, file, options);
    }

    private static ProxyConfig valid(ConfigResult result) {
        assertThat(result).isInstanceOf(ConfigResult.Valid.class);
        return ((ConfigResult.Valid) result).config();
    }
}
