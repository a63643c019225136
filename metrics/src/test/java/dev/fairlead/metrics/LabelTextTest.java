package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTextTest {
    @Test
    void escapesValues() {
        assertThat(LabelText.of("rt_route", "quo\"te\\x\ny"))
                .isEqualTo("rt_route=\"quo\\\"te\\\\x\\ny\"");
    }

    @Test
    void makesNamesLegalAndKeepsThemApart() {
        TreeMap<String, String> labels =
                new TreeMap<>(Map.of("a-b", "1", "a.b", "2", "a_b", "3", "ü", "4"));

        String text = new LabelText().addAll("rt_", labels).toString();

        assertThat(text).isEqualTo("rt_a_b=\"1\",rt_a_b_=\"2\",rt_a_b__=\"3\",rt__=\"4\"");
    }

    @Test
    void putsTlsBeforeItsReason() {
        assertThat(new LabelText().addTls(TlsLabels.LOOPBACK).toString())
                .isEqualTo("tls=\"no_identity\",no_tls_reason=\"loopback\"");
        assertThat(
                        new LabelText()
                                .addTls(new TreeMap<>(Map.of("tls", "true", "client_id", "")))
                                .toString())
                .isEqualTo("tls=\"true\",client_id=\"\"");
        assertThat(new LabelText().addTls(TlsLabels.DISABLED).toString())
                .isEqualTo("tls=\"disabled\"");
        assertThat(new LabelText().addTls(TlsLabels.NONE).toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3:80",
        "::1, [::1]:80",
        "::, [::]:80",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:80",
        "1:0:0:2:0:0:0:3, [1:0:0:2::3]:80",
        "fe80:0:0:0:0:0:0:0, [fe80::]:80"
    })
    void writesAddressesShort(String ip, String target) {
        assertThat(new LabelText().addTarget(TestLabels.address(ip, 80)).toString())
                .startsWith("target_addr=\"" + target + '"')
                .endsWith("target_port=\"80\"");
    }

    @Test
    void refusesAnUnresolvedTarget() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("books", 80);

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new EndpointLabels(
                                Direction.INBOUND,
                                Optional.empty(),
                                unresolved,
                                TlsLabels.NONE,
                                TestLabels.NONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportLabels.outboundSource(unresolved));
    }
}
