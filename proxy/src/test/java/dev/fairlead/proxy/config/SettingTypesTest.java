package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingTypesTest {
    @Test
    void portSetTrimsAndSkipsEmptyItems() {
        PortSet ports = read(SettingTypes.PORTS, " 25 ,, 4000-4002,");

        assertThat(ports).hasToString("25,4000-4002");
        assertThat(ports.contains(25)).isTrue();
        assertThat(ports.contains(4001)).isTrue();
        assertThat(ports.contains(4003)).isFalse();
    }

    @Test
    void portSetMayBeEmpty() {
        assertThat(read(SettingTypes.PORTS, "")).isEqualTo(PortSet.EMPTY);
    }

    @Test
    void oneBadPortSpoilsTheSet() {
        assertThat(SettingTypes.PORTS.read(SettingTypes.PORTS.items("25,http"))).isEmpty();
    }

    @Test
    void ipSetIsACommaList() {
        assertThat(read(SettingTypes.IPS, "10.0.0.1,::1"))
                .containsExactlyInAnyOrder(
                        InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("::1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.1, 10.0.0.2", "10.0.0.1,", "10.0.0.0/8"})
    void ipSetIsNeitherEmptyNorTrimmedNorOfNetworks(String text) {
        assertThat(SettingTypes.IPS.read(SettingTypes.IPS.items(text))).isEmpty();
    }

    @Test
    void atMostTwoSocketAddresses() {
        assertThat(read(SettingTypes.SOCKET_ADDRESSES, "127.0.0.1:1,[::1]:1")).hasSize(2);
        assertThat(
                        SettingTypes.SOCKET_ADDRESSES.read(
                                SettingTypes.SOCKET_ADDRESSES.items(
                                        "127.0.0.1:1,127.0.0.1:2,127.0.0.1:3")))
                .isEmpty();
        assertThat(SettingTypes.SOCKET_ADDRESSES.read(SettingTypes.SOCKET_ADDRESSES.items("")))
                .isEmpty();
    }

    @Test
    void numberKeepsToItsRange() {
        SettingType<Long> type = SettingTypes.number(2, 4);

        assertThat(type.read(type.items("1"))).isEmpty();
        assertThat(type.read(type.items("2"))).contains(2L);
        assertThat(type.read(type.items("4"))).contains(4L);
        assertThat(type.read(type.items("5"))).isEmpty();
        assertThat(type.expected()).isEqualTo("a whole number from 2 to 4");
    }

    @Test
    void pathsAreACommaListWithoutEmptyItems() {
        assertThat(read(SettingTypes.PATHS, "a.yaml, dir/b,"))
                .containsExactly(Path.of("a.yaml"), Path.of("dir/b"));
        assertThat(SettingTypes.PATH.read(SettingTypes.PATH.items(""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a.b", "a_b"})
    void namespaceIsADnsLabel(String text) {
        assertThat(SettingTypes.LABEL.read(SettingTypes.LABEL.items(text))).isEmpty();
        assertThat(read(SettingTypes.LABEL, "team-1")).isEqualTo("team-1");
    }

    @Test
    void logFormatIgnoresCase() {
        assertThat(read(SettingTypes.LOG_FORMAT, "JSON")).isEqualTo(LogConfig.Format.JSON);
        assertThat(read(SettingTypes.LOG_FORMAT, "Plain")).isEqualTo(LogConfig.Format.PLAIN);
        assertThat(SettingTypes.LOG_FORMAT.read(SettingTypes.LOG_FORMAT.items("xml"))).isEmpty();
    }

    private static <T> T read(SettingType<T> type, String text) {
        return type.read(type.items(text)).orElseThrow();
    }
}
