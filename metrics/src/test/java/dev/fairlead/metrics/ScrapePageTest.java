package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ScrapePageTest {
    private static final String H2 = "h2.bench.svc.cluster.local:8001";
    private static final String T = "t.bench.svc.cluster.local:8003";

    private final ProxyMetrics metrics = ProxyMetrics.create(Limits.defaults());
    private final LoopMetrics loop = metrics.forLoop();

    @Test
    void printsResponsesAsLinkerdDoes() {
        HttpMeters ok =
                loop.route(
                        Direction.OUTBOUND, H2, TestLabels.route("GET /api/v1/svc10/items/{id}"));
        HttpMeters slow = loop.route(Direction.OUTBOUND, T, TestLabels.route("timeout"));

        ok.response(200, ResponseOutcome.SUCCESS);
        slow.response(HttpMeters.NO_STATUS, ResponseOutcome.TIMEOUT);
        slow.response(HttpMeters.NO_STATUS, ResponseOutcome.TIMEOUT);

        assertThat(Scrape.of(metrics).samples("route_response_total"))
                .containsExactly(
                        "route_response_total{direction=\"outbound\",dst=\"h2.bench.svc.cluster.local:8001\",rt_route=\"GET /api/v1/svc10/items/{id}\",status_code=\"200\",classification=\"success\",grpc_status=\"\",error=\"\"} 1",
                        "route_response_total{direction=\"outbound\",dst=\"t.bench.svc.cluster.local:8003\",rt_route=\"timeout\",classification=\"failure\",grpc_status=\"\",error=\"timeout\"} 2");
    }

    @Test
    void printsLatenciesAsLinkerdDoes() {
        HttpMeters route =
                loop.route(
                        Direction.OUTBOUND, H2, TestLabels.route("GET /api/v1/svc01/items/{id}"));

        route.latency(200, 0);
        route.latency(200, 7);
        route.latency(200, 60_000);

        String labels =
                "direction=\"outbound\",dst=\"h2.bench.svc.cluster.local:8001\",rt_route=\"GET /api/v1/svc01/items/{id}\",status_code=\"200\"";
        String bucket = "route_response_latency_ms_bucket{" + labels;
        assertThat(Scrape.of(metrics).samples("route_response_latency_ms"))
                .hasSize(28)
                .startsWith(bucket + ",le=\"1\"} 1")
                .contains(bucket + ",le=\"5\"} 1", bucket + ",le=\"10\"} 2")
                .endsWith(
                        bucket + ",le=\"50000\"} 2",
                        bucket + ",le=\"+Inf\"} 3",
                        "route_response_latency_ms_count{" + labels + "} 3",
                        "route_response_latency_ms_sum{" + labels + "} 60007");
    }

    @Test
    void printsRetriesAsLinkerdDoes() {
        RetryMeters retries = loop.retries(Direction.OUTBOUND, T, TestLabels.route("retry"));

        List<String> before = Scrape.of(metrics).samples("route_retryable_total");
        retries.retried();
        retries.skippedNoBudget();

        String labels =
                "direction=\"outbound\",dst=\"t.bench.svc.cluster.local:8003\",rt_route=\"retry\"";
        assertThat(before)
                .containsExactly(
                        "route_retryable_total{" + labels + "} 0",
                        "route_retryable_total{" + labels + ",skipped=\"no_budget\"} 0");
        assertThat(Scrape.of(metrics).samples("route_retryable_total"))
                .containsExactly(
                        "route_retryable_total{" + labels + "} 2",
                        "route_retryable_total{" + labels + ",skipped=\"no_budget\"} 1");
    }

    @Test
    void showsAFateOnceItWasCounted() {
        RetryMeters retries = loop.retries(Direction.OUTBOUND, T, TestLabels.route("retry"));

        List<String> before = Scrape.of(metrics).samples("route_retry_total");
        retries.fate(RetryOutcome.SKIPPED_BUDGET);
        retries.fate(RetryOutcome.RETRIED_OK);
        retries.fate(RetryOutcome.SKIPPED_BUDGET);

        String labels =
                "direction=\"outbound\",dst=\"t.bench.svc.cluster.local:8003\",rt_route=\"retry\"";
        assertThat(before).isEmpty();
        assertThat(Scrape.of(metrics).samples("route_retry_total"))
                .containsExactly(
                        "route_retry_total{" + labels + ",outcome=\"retried_ok\"} 1",
                        "route_retry_total{" + labels + ",outcome=\"skipped_budget\"} 2");
    }

    @Test
    void addsUpTheFatesOfAllLoops() {
        RetryMeters here = loop.retries(Direction.OUTBOUND, T, TestLabels.NONE);
        RetryMeters there = metrics.forLoop().retries(Direction.OUTBOUND, T, TestLabels.NONE);

        here.fate(RetryOutcome.SKIPPED_MAX);
        there.fate(RetryOutcome.SKIPPED_MAX);
        there.fate(RetryOutcome.SKIPPED_BODY);

        assertThat(Scrape.of(metrics).samples("route_retry_total"))
                .containsExactly(
                        "route_retry_total{direction=\"outbound\",dst=\"t.bench.svc.cluster.local:8003\",outcome=\"skipped_body\"} 1",
                        "route_retry_total{direction=\"outbound\",dst=\"t.bench.svc.cluster.local:8003\",outcome=\"skipped_max\"} 2");
    }

    @Test
    void sortsRouteLabels() {
        TreeMap<String, String> labels =
                new TreeMap<>(Map.of("zeta", "z", "route", "multi", "alpha", "a"));

        loop.route(Direction.OUTBOUND, T, labels).request();

        assertThat(Scrape.of(metrics).samples("route_request_total"))
                .containsExactly(
                        "route_request_total{direction=\"outbound\",dst=\"t.bench.svc.cluster.local:8003\",rt_alpha=\"a\",rt_route=\"multi\",rt_zeta=\"z\"} 1");
    }

    @Test
    void printsEndpointLabelsInLinkerdsOrder() {
        HttpMeters endpoint = loop.endpoint(TestLabels.endpoint("10.9.0.2", 9099));

        endpoint.request();
        endpoint.response(502, ResponseOutcome.FAILURE);

        String labels =
                "direction=\"outbound\",authority=\"books.default.svc.cluster.local:7002\",target_addr=\"10.9.0.2:9099\",target_ip=\"10.9.0.2\",target_port=\"9099\",tls=\"no_identity\",no_tls_reason=\"not_provided_by_service_discovery\",dst_namespace=\"default\",dst_pod=\"books-1\"";
        Scrape page = Scrape.of(metrics);
        assertThat(page.value("request_total{" + labels + '}')).isEqualTo(1);
        assertThat(
                        page.value(
                                "response_total{"
                                        + labels
                                        + ",status_code=\"502\",classification=\"failure\",grpc_status=\"\",error=\"\"}"))
                .isEqualTo(1);
    }

    @Test
    void showsAnEmptyHistogramOnceAClassIsCounted() {
        HttpMeters route = loop.route(Direction.INBOUND, T, TestLabels.NONE);

        route.response(200, ResponseOutcome.SUCCESS);
        route.response(HttpMeters.NO_STATUS, ResponseOutcome.UNCLASSIFIED);

        assertThat(Scrape.of(metrics).samples("route_response_latency_ms_count"))
                .containsExactly(
                        "route_response_latency_ms_count{direction=\"inbound\",dst=\"t.bench.svc.cluster.local:8003\",status_code=\"200\"} 0");
    }

    @Test
    void showsInboundRoutesAtZeroAndOutboundOnesWhenUsed() {
        loop.route(Direction.INBOUND, T, TestLabels.route("a"));
        loop.route(Direction.OUTBOUND, T, TestLabels.route("a"));
        loop.endpoint(TestLabels.endpoint("10.0.0.1", 80));

        assertThat(Scrape.of(metrics).samples("r"))
                .containsExactly(
                        "route_request_total{direction=\"inbound\",dst=\"t.bench.svc.cluster.local:8003\",rt_route=\"a\"} 0");
    }

    @Test
    void timesNothingWithoutAStatus() {
        HttpMeters route = loop.route(Direction.INBOUND, T, TestLabels.NONE);

        route.latency(HttpMeters.NO_STATUS, 4);

        assertThat(Scrape.of(metrics).family("route_response_latency_ms")).isEmpty();
    }

    @Test
    void timesNoAttempts() {
        HttpMeters attempts = loop.routeActual(Direction.OUTBOUND, T, TestLabels.NONE);

        attempts.request();
        attempts.latency(200, 4);
        attempts.response(200, ResponseOutcome.grpc(0, true));

        assertThat(Scrape.of(metrics).samples("route_actual"))
                .containsExactly(
                        "route_actual_request_total{direction=\"outbound\",dst=\"t.bench.svc.cluster.local:8003\"} 1",
                        "route_actual_response_total{direction=\"outbound\",dst=\"t.bench.svc.cluster.local:8003\",status_code=\"200\",classification=\"success\",grpc_status=\"0\",error=\"\"} 1");
    }

    @Test
    void countsConnections() {
        TransportMeters source =
                loop.transport(
                        TransportLabels.inboundSource(
                                TestLabels.address("10.0.0.7", 8080),
                                TlsLabels.NO_TLS_FROM_REMOTE));

        source.opened();
        source.opened();
        source.closed("ECONNRESET");
        source.read(100);
        source.written(7);

        String labels =
                "direction=\"inbound\",peer=\"src\",target_addr=\"10.0.0.7:8080\",target_ip=\"10.0.0.7\",target_port=\"8080\",tls=\"no_identity\",no_tls_reason=\"no_tls_from_remote\"";
        assertThat(Scrape.of(metrics).samples("tcp_"))
                .containsExactly(
                        "tcp_open_total{" + labels + "} 2",
                        "tcp_open_connections{" + labels + "} 1",
                        "tcp_read_bytes_total{" + labels + "} 100",
                        "tcp_write_bytes_total{" + labels + "} 7",
                        "tcp_close_total{" + labels + ",errno=\"ECONNRESET\"} 1");
    }

    @Test
    void saysOfTheApplicationOnlyThatItIsNear() {
        loop.transport(TransportLabels.inboundDestination()).opened();

        assertThat(Scrape.of(metrics).samples("tcp_open_total"))
                .containsExactly(
                        "tcp_open_total{direction=\"inbound\",peer=\"dst\",tls=\"no_identity\",no_tls_reason=\"loopback\"} 1");
    }

    @Test
    void givesEachKindOfOutboundPeerItsLabels() {
        loop.transport(TransportLabels.outboundSource(TestLabels.address("::1", 80))).opened();
        loop.transport(
                        TransportLabels.outboundDestination(
                                TestLabels.endpoint("2001:db8:0:0:1:0:0:1", 7)))
                .opened();

        assertThat(Scrape.of(metrics).samples("tcp_open_total"))
                .containsExactly(
                        "tcp_open_total{direction=\"outbound\",peer=\"dst\",authority=\"books.default.svc.cluster.local:7002\",target_addr=\"[2001:db8::1:0:0:1]:7\",target_ip=\"2001:db8::1:0:0:1\",target_port=\"7\",tls=\"no_identity\",no_tls_reason=\"not_provided_by_service_discovery\",dst_namespace=\"default\",dst_pod=\"books-1\"} 1",
                        "tcp_open_total{direction=\"outbound\",peer=\"src\",target_addr=\"[::1]:80\",target_ip=\"::1\",target_port=\"80\",tls=\"no_identity\",no_tls_reason=\"loopback\"} 1");
    }

    @Test
    void printsDetectDurationsInSeconds() {
        Histogram durations = loop.histogram(ProxyMeter.INBOUND_DETECT_DURATION);

        durations.record(500_000);
        durations.record(1_000_001);
        durations.record(250_000_000);

        assertThat(Scrape.of(metrics).samples("inbound_tcp_detect_http_duration_seconds"))
                .containsExactly(
                        "inbound_tcp_detect_http_duration_seconds_bucket{le=\"0.001\"} 2",
                        "inbound_tcp_detect_http_duration_seconds_bucket{le=\"0.01\"} 2",
                        "inbound_tcp_detect_http_duration_seconds_bucket{le=\"0.1\"} 2",
                        "inbound_tcp_detect_http_duration_seconds_bucket{le=\"+Inf\"} 3",
                        "inbound_tcp_detect_http_duration_seconds_count 3",
                        "inbound_tcp_detect_http_duration_seconds_sum 0.2515");
    }

    @Test
    void headsEachFamilyOnceAndOmitsEmptyOnes() {
        loop.route(Direction.INBOUND, T, TestLabels.route("a"))
                .response(200, ResponseOutcome.SUCCESS);
        loop.route(Direction.INBOUND, T, TestLabels.route("b"))
                .response(200, ResponseOutcome.SUCCESS);
        loop.counter(ProxyMeter.PROXY_ERROR, "outbound", "failfast").increment();

        Scrape page = Scrape.of(metrics);

        List<String> heads = page.lines().stream().filter(line -> line.startsWith("# ")).toList();
        assertThat(heads).doesNotHaveDuplicates();
        assertThat(page.family("route_response_total"))
                .startsWith(
                        "# HELP route_response_total HTTP responses by route, classified, as the client saw them.",
                        "# TYPE route_response_total counter");
        assertThat(page.family("tcp_")).isEmpty();
        assertThat(page.family("request_total")).isEmpty();
    }

    @Test
    void keepsTheOrderOfTheCatalogue() {
        loop.counter(ProxyMeter.DETECT_TIMEOUT, "inbound").increment();
        loop.transport(TransportLabels.inboundDestination()).opened();
        loop.retries(Direction.OUTBOUND, T, TestLabels.NONE).fate(RetryOutcome.RETRIED_FAILED);
        loop.routeActual(Direction.OUTBOUND, T, TestLabels.NONE).request();
        loop.endpoint(TestLabels.endpoint("10.0.0.1", 80)).request();
        loop.counter(ProxyMeter.OUTBOUND_HTTP_ERRORS, "failfast").increment();

        assertThat(Scrape.of(metrics).types())
                .startsWith(
                        "outbound_http_errors_total",
                        "request_total",
                        "route_retryable_total",
                        "route_retry_total",
                        "route_actual_request_total",
                        "tcp_open_total",
                        "tcp_open_connections",
                        "tcp_read_bytes_total",
                        "tcp_write_bytes_total",
                        "protocol_detect_timeout_total");
    }

    @Test
    void saysWhichBuildItIs() {
        metrics.gauge(
                ProxyMeter.PROXY_BUILD_INFO,
                List.of("2026-11-22", "abc", "release", "fairlead", "0.1.0"),
                () -> 1);

        assertThat(Scrape.of(metrics).samples("proxy_build_info"))
                .containsExactly(
                        "proxy_build_info{date=\"2026-11-22\",git_sha=\"abc\",profile=\"release\",vendor=\"fairlead\",version=\"0.1.0\"} 1");
    }

    @Test
    void holdsTheFiguresOfTheProcess() {
        Scrape page = Scrape.of(metrics);

        assertThat(page.lines())
                .contains(
                        "# TYPE process_cpu_seconds_total counter",
                        "# TYPE process_start_time_seconds gauge");
        assertThat(page.value("process_cpu_seconds_total")).isPositive();
        assertThat(page.value("process_start_time_seconds"))
                .isBetween(1.7e9, System.currentTimeMillis() / 1e3);
        assertThat(page.value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
        assertThat(page.value("jvm_threads")).isPositive();
        assertThat(page.lines()).contains("# TYPE jvm_gc_pause_seconds_total counter");
    }

    @Test
    void showsEveryFamilyOfTheProcessOnLinux() {
        assumeTrue(Files.exists(ProcessFigures.THIS_PROCESS));

        List<String> shown = Scrape.of(metrics).types();

        for (ProxyMeter meter : ProxyMeter.values()) {
            if (meter.source() == MeterSource.RUNTIME) {
                assertThat(shown).contains(meter.meterName());
            }
        }
    }

    @Test
    void namesNothingOutsideTheCatalogue() {
        loop.route(Direction.INBOUND, T, TestLabels.NONE).response(200, ResponseOutcome.SUCCESS);
        Set<String> catalogue = new HashSet<>();
        for (ProxyMeter meter : ProxyMeter.values()) {
            catalogue.add("# HELP " + meter.meterName() + ' ' + meter.help());
        }

        assertThat(Scrape.of(metrics).lines().stream().filter(line -> line.startsWith("# HELP ")))
                .isNotEmpty()
                .isSubsetOf(catalogue);
    }

    @Test
    void endsWithTheEndMark() {
        assertThat(new String(metrics.page().text(), StandardCharsets.UTF_8)).endsWith("\n# EOF\n");
    }

    @Test
    void hasNeverTwoCommasInARow() {
        loop.route(Direction.INBOUND, T, TestLabels.NONE).response(0, ResponseOutcome.UNCLASSIFIED);
        loop.counter(ProxyMeter.PROXY_ERROR, "inbound", "").increment();
        loop.transport(TransportLabels.inboundDestination()).closed("");

        assertThat(new String(metrics.page().text(), StandardCharsets.UTF_8)).doesNotContain(",,");
    }

    @Test
    void compressesThePage() throws IOException {
        loop.route(Direction.INBOUND, T, TestLabels.route("a")).request();

        byte[] unpacked =
                new GZIPInputStream(new ByteArrayInputStream(metrics.page().gzip())).readAllBytes();

        assertThat(new String(unpacked, StandardCharsets.UTF_8))
                .contains("rt_route=\"a\"} 1")
                .endsWith("# EOF\n");
    }

    @Test
    void writesUtf8() {
        loop.route(Direction.INBOUND, T, TestLabels.route("Bücher 📚")).request();

        assertThat(Scrape.of(metrics).samples("route_request_total").getFirst())
                .contains("rt_route=\"Bücher 📚\"");
    }

    @Test
    void isServedAsPlainText() {
        assertThat(ScrapePage.CONTENT_TYPE).isEqualTo("text/plain");
    }
}
