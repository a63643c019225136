package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingTableTest {
    static List<Setting<?>> settings() {
        return SettingTable.all();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingIsDescribedAndItsDefaultIsValid(Setting<?> setting) {
        assertThat(setting.meaning()).endsWith(".").hasSizeGreaterThan(15);
        assertThat(setting.variable()).matches("(LINKERD2_PROXY|FAIRLEAD)_[A-Z0-9_]+");
        assertThat(setting.defaultText().stream())
                .allSatisfy(text ->
                        assertThat(setting.type().read(setting.type().items(text))).isPresent());
    }

    @Test
    void namesAreUnique() {
        assertThat(settings()).extracting(Setting::variable).doesNotHaveDuplicates();
        assertThat(settings()).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(settings().stream().flatMap(setting -> setting.option().stream()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrder(
                        "--profiles",
                        "--endpoints",
                        "--service",
                        "--app",
                        "--inbound",
                        "--outbound",
                        "--admin",
                        "--namespace",
                        "--cluster-domain",
                        "--loops",
                        "--log-level",
                        "--log-format");
    }

    @ParameterizedTest
    @CsvSource({
        "LINKERD2_PROXY_OUTBOUND_LISTEN_ADDR,outboundListenAddr",
        "LINKERD2_PROXY_INBOUND_CONNECT_TIMEOUT,inboundConnectTimeout",
        "LINKERD2_PROXY_HTTP2_INITIAL_STREAM_WINDOW_SIZE,http2InitialStreamWindowSize",
        "LINKERD2_PROXY_LOG,log",
        "FAIRLEAD_PROFILES,profiles",
        "FAIRLEAD_CLUSTER_DOMAIN,clusterDomain"
    })
    void keyIsTheVariableInCamelCase(String variable, String key) {
        assertThat(SettingTable.byVariable(variable))
                .hasValueSatisfying(setting -> assertThat(setting.key()).isEqualTo(key));
        assertThat(SettingTable.byKey(key))
                .hasValueSatisfying(setting -> assertThat(setting.variable()).isEqualTo(variable));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OUTBOUND_LISTEN_ADDR",
                "OUTBOUND_LISTEN_ADDRS",
                "INBOUND_LISTEN_ADDR",
                "ADMIN_LISTEN_ADDR",
                "INBOUND_TCP_LISTEN_BACKLOG",
                "OUTBOUND_TCP_LISTEN_BACKLOG",
                "INBOUND_ACCEPT_KEEPALIVE",
                "OUTBOUND_CONNECT_KEEPALIVE",
                "INBOUND_ACCEPT_USER_TIMEOUT",
                "OUTBOUND_CONNECT_USER_TIMEOUT",
                "INBOUND_HTTP_QUEUE_CAPACITY",
                "OUTBOUND_HTTP_QUEUE_CAPACITY",
                "OUTBOUND_TCP_QUEUE_CAPACITY",
                "INBOUND_HTTP_FAILFAST_TIMEOUT",
                "OUTBOUND_HTTP_FAILFAST_TIMEOUT",
                "OUTBOUND_TCP_FAILFAST_TIMEOUT",
                "INBOUND_DETECT_TIMEOUT",
                "OUTBOUND_DETECT_TIMEOUT",
                "INBOUND_CONNECT_EXP_BACKOFF_MIN",
                "OUTBOUND_CONNECT_EXP_BACKOFF_MAX",
                "OUTBOUND_CONNECT_EXP_BACKOFF_JITTER",
                "MAX_IDLE_CONNS_PER_ENDPOINT",
                "OUTBOUND_MAX_IDLE_CONNS_PER_ENDPOINT",
                "INBOUND_HTTP1_CONNECTION_POOL_IDLE_TIMEOUT",
                "OUTBOUND_DISCOVERY_IDLE_TIMEOUT",
                "DESTINATION_PROFILE_INITIAL_TIMEOUT",
                "SHUTDOWN_GRACE_PERIOD",
                "METRICS_RETAIN_IDLE",
                "HTTP2_INITIAL_CONNECTION_WINDOW_SIZE",
                "INBOUND_SERVER_HTTP2_KEEP_ALIVE_INTERVAL",
                "OUTBOUND_SERVER_HTTP2_MAX_HEADER_LIST_SIZE",
                "INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION",
                "SHUTDOWN_ENDPOINT_ENABLED",
                "LOG_FORMAT",
                "CORES",
                "CORES_MAX_RATIO"
            })
    void knowsTheVariablesOfLinkerdsProxyThatConcernIt(String name) {
        assertThat(SettingTable.byVariable("LINKERD2_PROXY_" + name)).isPresent();
        assertThat(UnusedVariables.contains("LINKERD2_PROXY_" + name)).isFalse();
    }
}
