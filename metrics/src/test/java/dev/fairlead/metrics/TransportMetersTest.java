package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransportMetersTest {
    private final ProxyMetrics metrics = ProxyMetrics.create(Limits.defaults());
    private final TransportMeters meters =
            metrics.forLoop().transport(TransportLabels.inboundDestination());

    @Test
    void countsEachWayToEndApart() {
        for (String errno : new String[] {"", "", "EPIPE", "ECONNRESET", "ESOMETHING", "EELSE"}) {
            meters.opened();
            meters.closed(errno);
        }

        assertThat(Scrape.of(metrics).samples("tcp_close_total"))
                .extracting(line -> line.replaceAll(".*errno=\"(.*)\"} ", "$1="))
                .containsExactly("=2", "OTHER=2", "ECONNRESET=1", "EPIPE=1");
    }

    @Test
    void showsNoConnectionOpenOnceAllAreClosed() {
        meters.opened();
        meters.closed("");

        assertThat(Scrape.of(metrics).samples("tcp_open_connections"))
                .singleElement()
                .asString()
                .endsWith(" 0");
    }
}
