package dev.fairlead.metrics;

import static dev.fairlead.metrics.MeterSource.HTTP_LATENCIES;
import static dev.fairlead.metrics.MeterSource.HTTP_REQUESTS;
import static dev.fairlead.metrics.MeterSource.HTTP_RESPONSES;
import static dev.fairlead.metrics.MeterSource.RETRIES;
import static dev.fairlead.metrics.MeterSource.RETRY_FATES;
import static dev.fairlead.metrics.MeterSource.RUNTIME;
import static dev.fairlead.metrics.MeterType.COUNTER;
import static dev.fairlead.metrics.MeterType.GAUGE;
import static dev.fairlead.metrics.MeterType.HISTOGRAM;

import java.util.ArrayList;
import java.util.List;

/**
 * The catalogue: every family that the proxy's page can hold, in the order of the page.
 *
 * <p>Nothing else names a meter. Names and labels of the families that Linkerd has are Linkerd's,
 * so that dashboards and recording rules go on working. No label comes from request data.
 */
public enum ProxyMeter {
    INBOUND_HTTP_ERRORS(
            "inbound_http_errors_total",
            COUNTER,
            MeterSource.COUNTER,
            "Inbound HTTP requests that the proxy answered with an error of its own.",
            Keys.ERROR,
            Keys.TARGET),
    INBOUND_TCP_ERRORS(
            "inbound_tcp_errors_total",
            COUNTER,
            MeterSource.COUNTER,
            "Inbound connections that the proxy could not accept or forward.",
            Keys.ERROR,
            Keys.TARGET),
    OUTBOUND_HTTP_ERRORS(
            "outbound_http_errors_total",
            COUNTER,
            MeterSource.COUNTER,
            "Outbound HTTP requests that the proxy answered with an error of its own.",
            Keys.ERROR),
    OUTBOUND_TCP_ERRORS(
            "outbound_tcp_errors_total",
            COUNTER,
            MeterSource.COUNTER,
            "Outbound connections that the proxy could not accept or forward.",
            Keys.TARGET,
            Keys.ERROR),
    REQUEST(
            "request_total",
            COUNTER,
            HTTP_REQUESTS,
            "HTTP requests sent to an endpoint.",
            Keys.ENDPOINT),
    RESPONSE_LATENCY(
            "response_latency_ms",
            HISTOGRAM,
            HTTP_LATENCIES,
            "Milliseconds from sending a request to an endpoint until the first part of the response body.",
            Keys.ENDPOINT,
            Keys.STATUS),
    RESPONSE(
            "response_total",
            COUNTER,
            HTTP_RESPONSES,
            "HTTP responses of an endpoint, classified, and requests that failed without one.",
            Keys.ENDPOINT,
            Keys.STATUS,
            Keys.OUTCOME),
    ROUTE_REQUEST(
            "route_request_total",
            COUNTER,
            HTTP_REQUESTS,
            "HTTP requests by route of the service profile; a retried request counts once.",
            Keys.ROUTE),
    ROUTE_RESPONSE_LATENCY(
            "route_response_latency_ms",
            HISTOGRAM,
            HTTP_LATENCIES,
            "Milliseconds from a request until the first part of the response body, retries included.",
            Keys.ROUTE,
            Keys.STATUS),
    ROUTE_RESPONSE(
            "route_response_total",
            COUNTER,
            HTTP_RESPONSES,
            "HTTP responses by route, classified, as the client saw them.",
            Keys.ROUTE,
            Keys.STATUS,
            Keys.OUTCOME),
    ROUTE_RETRYABLE(
            "route_retryable_total",
            COUNTER,
            RETRIES,
            "Failed attempts that the route allows to retry; with skipped, those that were not retried all the same.",
            Keys.ROUTE,
            List.of("skipped")),
    ROUTE_RETRY(
            "route_retry_total",
            COUNTER,
            RETRY_FATES,
            "Requests of which an attempt failed, by what became of retrying them.",
            Keys.ROUTE,
            List.of("outcome")),
    ROUTE_ACTUAL_REQUEST(
            "route_actual_request_total",
            COUNTER,
            HTTP_REQUESTS,
            "Attempts by route; each retry counts.",
            Keys.ROUTE),
    ROUTE_ACTUAL_RESPONSE(
            "route_actual_response_total",
            COUNTER,
            HTTP_RESPONSES,
            "Responses to attempts by route, classified; each retry counts.",
            Keys.ROUTE,
            Keys.STATUS,
            Keys.OUTCOME),
    TCP_OPEN(
            "tcp_open_total",
            COUNTER,
            MeterSource.TCP_OPENED,
            "Connections opened.",
            Keys.TRANSPORT),
    TCP_OPEN_CONNECTIONS(
            "tcp_open_connections",
            GAUGE,
            MeterSource.TCP_OPEN,
            "Connections that are open now.",
            Keys.TRANSPORT),
    TCP_READ_BYTES(
            "tcp_read_bytes_total",
            COUNTER,
            MeterSource.TCP_READ,
            "Bytes read from the peer.",
            Keys.TRANSPORT),
    TCP_WRITE_BYTES(
            "tcp_write_bytes_total",
            COUNTER,
            MeterSource.TCP_WRITTEN,
            "Bytes written to the peer.",
            Keys.TRANSPORT),
    TCP_CLOSE(
            "tcp_close_total",
            COUNTER,
            MeterSource.TCP_CLOSED,
            "Connections closed; errno is empty when the end was clean.",
            Keys.TRANSPORT,
            List.of("errno")),
    OUTBOUND_TCP_PROTOCOL_CONNECTIONS(
            "outbound_tcp_protocol_connections_total",
            COUNTER,
            MeterSource.COUNTER,
            "Outbound connections by protocol.",
            Keys.PROTOCOL,
            Keys.PARENT),
    OUTBOUND_DETECT_DURATION(
            "outbound_tcp_detect_http_duration_seconds",
            HISTOGRAM,
            MeterSource.HISTOGRAM,
            "Seconds until the protocol of an outbound connection was known.",
            Keys.PARENT),
    OUTBOUND_DETECT_RESULTS(
            "outbound_tcp_detect_http_results_total",
            COUNTER,
            MeterSource.COUNTER,
            "Outcomes of protocol detection on outbound connections.",
            Keys.RESULT),
    INBOUND_DETECT_DURATION(
            "inbound_tcp_detect_http_duration_seconds",
            HISTOGRAM,
            MeterSource.HISTOGRAM,
            "Seconds until the protocol of an inbound connection was known."),
    INBOUND_DETECT_RESULTS(
            "inbound_tcp_detect_http_results_total",
            COUNTER,
            MeterSource.COUNTER,
            "Outcomes of protocol detection on inbound connections.",
            Keys.RESULT),
    DETECT_TIMEOUT(
            "protocol_detect_timeout_total",
            COUNTER,
            MeterSource.COUNTER,
            "Connections whose first bytes did not come in time, so that they are relayed as opaque.",
            Keys.DIRECTION),
    PROXY_ERROR(
            "proxy_error_total",
            COUNTER,
            MeterSource.COUNTER,
            "Requests that the proxy itself failed, by reason; the reasons are those of the l5d-proxy-error header.",
            Keys.DIRECTION,
            List.of("reason")),
    BREAKER_TRANSITIONS(
            "breaker_transitions_total",
            COUNTER,
            MeterSource.COUNTER,
            "Circuit breakers of endpoints that became open, half_open or closed; half_open also when a probe is given up.",
            List.of("direction", "dst", "state")),
    HTTP2_GUARD_TRIPS(
            "http2_guard_trips_total",
            COUNTER,
            MeterSource.COUNTER,
            "Times that a limit of HTTP/2 connections was enforced; side is src for connections that clients made.",
            Keys.DIRECTION,
            List.of("side", "guard")),
    PROFILE_INVALID(
            "profile_invalid",
            GAUGE,
            MeterSource.FUNCTION,
            "Service profiles of a source that cannot be used, so that their last good version stays in force.",
            List.of("source")),
    RETRY_BODY_MEMORY(
            "retry_body_memory_used_bytes",
            GAUGE,
            MeterSource.FUNCTION,
            "Memory of request bodies that are kept for retries."),
    NETTY_MEMORY(
            "netty_memory_used_bytes",
            GAUGE,
            MeterSource.FUNCTION,
            "Memory that the allocator of network buffers holds, in use or not, by area.",
            List.of("area")),
    METRICS_SERIES(
            "metrics_series",
            GAUGE,
            MeterSource.FUNCTION,
            "Series in use; a histogram of one label set counts as one."),
    METRICS_SERIES_LIMIT(
            "metrics_series_limit",
            GAUGE,
            MeterSource.FUNCTION,
            "Series that may be in use at a time; further label sets are counted in the series named overflow."),
    METRICS_SERIES_REFUSED(
            "metrics_series_refused_total",
            COUNTER,
            MeterSource.FUNCTION,
            "Label sets that found no room and went to the series named overflow."),
    PROXY_BUILD_INFO(
            "proxy_build_info",
            GAUGE,
            MeterSource.FUNCTION,
            "Which build this is; the value is always 1.",
            List.of("date", "git_sha", "profile", "vendor", "version")),
    PROCESS_START_TIME(
            "process_start_time_seconds",
            GAUGE,
            RUNTIME,
            "Time at which the process started, in seconds since the Unix epoch."),
    PROCESS_CLOCK_TIME(
            "process_clock_time_seconds",
            GAUGE,
            RUNTIME,
            "Time of the process's clock at the scrape, in seconds since the Unix epoch."),
    PROCESS_UPTIME(
            "process_uptime_seconds_total", COUNTER, RUNTIME, "Seconds since the process started."),
    PROCESS_CPU(
            "process_cpu_seconds_total",
            COUNTER,
            RUNTIME,
            "CPU time of the process, user and system."),
    PROCESS_VIRTUAL_MEMORY(
            "process_virtual_memory_bytes", GAUGE, RUNTIME, "Address space of the process."),
    PROCESS_RESIDENT_MEMORY(
            "process_resident_memory_bytes", GAUGE, RUNTIME, "Resident memory of the process."),
    PROCESS_OPEN_FDS("process_open_fds", GAUGE, RUNTIME, "Open file descriptors."),
    PROCESS_MAX_FDS(
            "process_max_fds", GAUGE, RUNTIME, "File descriptors that may be open at a time."),
    PROCESS_THREADS("process_threads", GAUGE, RUNTIME, "Threads of the process, native ones too."),
    PROCESS_NETWORK_RECEIVED(
            "process_network_receive_bytes_total",
            COUNTER,
            RUNTIME,
            "Bytes received on all interfaces of the pod, loopback too."),
    PROCESS_NETWORK_TRANSMITTED(
            "process_network_transmit_bytes_total",
            COUNTER,
            RUNTIME,
            "Bytes sent on all interfaces of the pod, loopback too."),
    JVM_MEMORY_USED("jvm_memory_used_bytes", GAUGE, RUNTIME, "Memory in use by area.", Keys.AREA),
    JVM_MEMORY_COMMITTED(
            "jvm_memory_committed_bytes",
            GAUGE,
            RUNTIME,
            "Memory that the virtual machine holds by area.",
            Keys.AREA),
    JVM_MEMORY_MAX(
            "jvm_memory_max_bytes",
            GAUGE,
            RUNTIME,
            "Memory that an area may grow to; -1 when unbounded.",
            Keys.AREA),
    JVM_GC_COLLECTIONS(
            "jvm_gc_collections_total", COUNTER, RUNTIME, "Garbage collections.", Keys.GC),
    JVM_GC_PAUSE(
            "jvm_gc_pause_seconds_total",
            COUNTER,
            RUNTIME,
            "Seconds spent in garbage collections.",
            Keys.GC),
    JVM_THREADS("jvm_threads", GAUGE, RUNTIME, "Live Java threads."),
    JVM_BUFFERS("jvm_buffers", GAUGE, RUNTIME, "Buffers outside the heap.", Keys.POOL),
    JVM_BUFFER_MEMORY(
            "jvm_buffer_memory_used_bytes",
            GAUGE,
            RUNTIME,
            "Memory of buffers outside the heap.",
            Keys.POOL);

    private final String meterName;
    private final MeterType type;
    private final MeterSource source;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nothing can change
    private final List<String> labels;

    @SafeVarargs
    ProxyMeter(
            String meterName,
            MeterType type,
            MeterSource source,
            String help,
            List<String>... labels) {
        this.meterName = meterName;
        this.type = type;
        this.source = source;
        this.help = help;
        List<String> all = new ArrayList<>();
        for (List<String> group : labels) {
            all.addAll(group);
        }
        this.labels = List.copyOf(all);
    }

    /** The name of the family, as on the page. */
    public String meterName() {
        return meterName;
    }

    /** What kind of number the family holds. */
    public MeterType type() {
        return type;
    }

    /** What the family tells, one English sentence. */
    public String help() {
        return help;
    }

    /**
     * The label names in the order of the page. One that ends in {@code *}, as {@code rt_*}, stands
     * for any number of labels of that prefix, sorted by name; some others are absent where they
     * have no meaning (see {@link LoopMetrics}).
     */
    public List<String> labels() {
        return labels;
    }

    MeterSource source() {
        return source;
    }

    /** Groups of label names that several families share. */
    private static final class Keys {
        static final List<String> DIRECTION = List.of("direction");
        static final List<String> ERROR = List.of("error");
        static final List<String> TARGET = List.of("target_addr", "target_ip", "target_port");
        static final List<String> STATUS = List.of("status_code");
        static final List<String> OUTCOME = List.of("classification", "grpc_status", "error");
        static final List<String> ROUTE = List.of("direction", "dst", "rt_*");
        static final List<String> ENDPOINT =
                List.of(
                        "direction",
                        "authority",
                        "target_addr",
                        "target_ip",
                        "target_port",
                        "tls",
                        "no_tls_reason",
                        "dst_*");
        static final List<String> TRANSPORT =
                List.of(
                        "direction",
                        "peer",
                        "authority",
                        "target_addr",
                        "target_ip",
                        "target_port",
                        "tls",
                        "no_tls_reason",
                        "dst_*");
        static final List<String> PROTOCOL = List.of("protocol");
        static final List<String> RESULT = List.of("result");
        static final List<String> PARENT =
                List.of(
                        "parent_group",
                        "parent_kind",
                        "parent_namespace",
                        "parent_name",
                        "parent_port",
                        "parent_section_name");
        static final List<String> AREA = List.of("area");
        static final List<String> GC = List.of("gc");
        static final List<String> POOL = List.of("id");

        private Keys() {}
    }
}
