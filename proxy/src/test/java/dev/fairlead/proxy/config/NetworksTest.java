package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    private static Networks of(String text) {
        return SettingTypes.NETWORKS
                .read(List.of(text.split(",", -1)))
                .orElseThrow(() -> new AssertionError(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/15, 10.0.255.255, true",
        "10.1.2.3/15, 10.2.0.0, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.2, false",
        "0.0.0.0/0, 255.1.1.1, true",
        "0.0.0.0/0, fd00::1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.1.1, true"
    })
    void holdsWhatBeginsWithTheSameBits(String network, String address, boolean expected) {
        assertThat(of(network).contains(InetAddress.ofLiteral(address))).isEqualTo(expected);
    }

    @Test
    void mayBeSeveral() {
        Networks networks = of("10.0.0.0/8, fd00::/8");

        assertThat(networks.contains(InetAddress.ofLiteral("fd00::1"))).isTrue();
        assertThat(networks).hasToString("10.0.0.0/8,fd00:0:0:0:0:0:0:0/8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "host/8", "::/129", "10.0/8"})
    void refusesWhatIsNone(String text) {
        assertThat(SettingTypes.NETWORKS.read(List.of(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200, 100, 1000", "200, 10, 200", "0, 100, 0"})
    void aPeerInTheMeshMayResetEachStreamTenTimes(int resets, int streams, int expected) {
        Http2Config config =
                new Http2Config(
                        new Http2Config.Windows(65_535, 65_535),
                        streams,
                        Http2Config.MIN_FRAME_BYTES,
                        1024,
                        Optional.empty(),
                        new Http2Config.ResetGuard(resets, Duration.ofSeconds(30)));

        assertThat(config.forMesh().resetGuard().maxResets()).isEqualTo(expected);
    }
}
