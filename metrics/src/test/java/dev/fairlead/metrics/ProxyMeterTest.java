package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProxyMeterTest {
    @ParameterizedTest
    @EnumSource
    void isDescribedInOneLegalLine(ProxyMeter meter) {
        assertThat(meter.meterName()).matches("[a-z][a-z0-9_]*");
        assertThat(meter.help()).endsWith(".").matches("[^\n\\\\]+");
        assertThat(meter.labels()).doesNotHaveDuplicates().allMatch(l -> l.matches("[a-z_]+\\*?"));
    }

    @ParameterizedTest
    @EnumSource
    void endsInTotalIfAndOnlyIfItIsACounter(ProxyMeter meter) {
        assertThat(meter.meterName().endsWith("_total"))
                .isEqualTo(meter.type() == MeterType.COUNTER);
    }

    @Test
    void namesEachFamilyOnce() {
        assertThat(Arrays.stream(ProxyMeter.values()).map(ProxyMeter::meterName))
                .doesNotHaveDuplicates();
    }

    @Test
    void listsTheLabelsOfARoutesResponsesInOrder() {
        assertThat(ProxyMeter.ROUTE_RESPONSE.labels())
                .containsExactly(
                        "direction",
                        "dst",
                        "rt_*",
                        "status_code",
                        "classification",
                        "grpc_status",
                        "error");
    }
}
