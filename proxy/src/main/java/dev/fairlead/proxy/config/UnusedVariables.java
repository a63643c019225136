package dev.fairlead.proxy.config;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Variables that Linkerd's proxy knows, or that Linkerd's injector sets, and that this version has
 * no use for. A pod that sets them must start nevertheless.
 */
final class UnusedVariables {
    private static final Set<String> NAMES =
            Stream.of(
                            // the destination service
                            "DESTINATION_SVC_ADDR",
                            "DESTINATION_SVC_NAME",
                            "DESTINATION_CONTEXT",
                            "DESTINATION_PROFILE_SUFFIXES",
                            "DESTINATION_PROFILE_NETWORKS",
                            "CONTROL_STREAM_INITIAL_TIMEOUT",
                            "CONTROL_STREAM_IDLE_TIMEOUT",
                            "CONTROL_STREAM_LIFETIME",
                            "DNS_MIN_TTL",
                            "DNS_MAX_TTL",
                            // policy
                            "POLICY_SVC_ADDR",
                            "POLICY_SVC_NAME",
                            "POLICY_WORKLOAD",
                            "POLICY_CLUSTER_NETWORKS",
                            "INBOUND_DEFAULT_POLICY",
                            "INBOUND_PORTS",
                            "INBOUND_GATEWAY_SUFFIXES",
                            "INBOUND_PORTS_REQUIRE_IDENTITY",
                            "INBOUND_PORTS_REQUIRE_TLS",
                            // identity
                            "IDENTITY_DISABLED",
                            "IDENTITY_DIR",
                            "IDENTITY_TRUST_ANCHORS",
                            "IDENTITY_TOKEN_FILE",
                            "IDENTITY_LOCAL_NAME",
                            "IDENTITY_SERVER_ID",
                            "IDENTITY_SERVER_NAME",
                            "IDENTITY_SVC_ADDR",
                            "IDENTITY_SVC_NAME",
                            "IDENTITY_MIN_REFRESH",
                            "IDENTITY_MAX_REFRESH",
                            "IDENTITY_SPIRE_WORKLOAD_API_ADDRESS",
                            "IDENTITY_SPIRE_SOCKET",
                            // tap
                            "TAP_SVC_NAME",
                            "CONTROL_LISTEN_ADDR",
                            // tracing and logs
                            "TRACE_COLLECTOR_SVC_ADDR",
                            "TRACE_COLLECTOR_SVC_NAME",
                            "TRACE_SERVICE_NAME",
                            "TRACE_ATTRIBUTES_PATH",
                            "TRACE_ANNOTATIONS_PATH",
                            "TRACE_EXTRA_ATTRIBUTES",
                            "TRACE_PROTOCOL",
                            "ACCESS_LOG",
                            // labels
                            "OUTBOUND_METRICS_HOSTNAME_LABELS",
                            "INBOUND_METRICS_AUTHORITY_LABELS",
                            // HTTP/2 as another library does it
                            "INBOUND_SERVER_HTTP2_ADAPTIVE_FLOW_CONTROL",
                            "OUTBOUND_SERVER_HTTP2_ADAPTIVE_FLOW_CONTROL",
                            "INBOUND_SERVER_HTTP2_MAX_SEND_BUF_SIZE",
                            "OUTBOUND_SERVER_HTTP2_MAX_SEND_BUF_SIZE",
                            "INBOUND_SERVER_HTTP2_MAX_PENDING_ACCEPT_RESET_STREAMS",
                            "OUTBOUND_SERVER_HTTP2_MAX_PENDING_ACCEPT_RESET_STREAMS")
                    .map(Setting.LINKERD::concat)
                    .collect(Collectors.toUnmodifiableSet());

    private UnusedVariables() {}

    /** Whether Linkerd's proxy has the variable and this one does not. */
    static boolean contains(String variable) {
        return NAMES.contains(variable);
    }
}
