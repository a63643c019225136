package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.Endpoint.ProtocolHint;
import dev.fairlead.metrics.Direction;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels that discovery gives an endpoint, of its set and of its own address. */
class EndpointLabelsTest {
    private final Stage stage = new Stage(Direction.OUTBOUND);

    private void serve(Map<String, String> labels) {
        stage.noProfile();
        stage.endpoints(new Endpoint(Stage.ONE, 1, ProtocolHint.HTTP_2, new TreeMap<>(labels)));
        RecordingClient client = stage.get("/a");
        if (stage.one().connecting() > 0) {
            stage.one().connected(100);
        }
        stage.one().call().answer(200, true);
        assertThat(client.field(":status")).isEqualTo("200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"request_total", "response_total", "response_latency_ms_count"})
    void labelsOfAnEndpointAreOnItsSeries(String family) {
        serve(Map.of("set_label", "of the set", "addr_label", "of the address"));

        assertThat(stage.page().family(family))
                .singleElement()
                .asString()
                .contains(",dst_addr_label=\"of the address\",dst_set_label=\"of the set\"");
    }

    @Test
    void changedLabelsMakeNewSeries() {
        serve(Map.of("addr_label", "before"));
        serve(Map.of("addr_label", "after"));

        for (String value : new String[] {"before", "after"}) {
            String label = "dst_addr_label=\"" + value + "\"";
            assertThat(stage.page().sum("request_total", label)).as(value).isEqualTo(1);
            assertThat(stage.page().sum("response_total", label)).as(value).isEqualTo(1);
        }
    }
}
