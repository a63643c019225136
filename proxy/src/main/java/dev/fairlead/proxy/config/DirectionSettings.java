package dev.fairlead.proxy.config;

import java.time.Duration;
import java.util.List;

/**
 * The settings that both directions have.
 *
 * @param name prefix of the variables
 * @param connectTimeoutDefault as text
 * @param backoffMaxDefault as text
 * @param failfastDefault as text
 * @param discoveryIdleDefault as text
 * @param maxIdleVariable the variable of the idle connections, which breaks the rule inbound
 */
record DirectionSettings(
        String name,
        String connectTimeoutDefault,
        String backoffMaxDefault,
        String failfastDefault,
        String discoveryIdleDefault,
        String maxIdleVariable) {
    static final DirectionSettings INBOUND =
            new DirectionSettings(
                    "INBOUND", "300ms", "10s", "1s", "90s", "MAX_IDLE_CONNS_PER_ENDPOINT");

    static final DirectionSettings OUTBOUND =
            new DirectionSettings(
                    "OUTBOUND", "1s", "60s", "3s", "5s", "OUTBOUND_MAX_IDLE_CONNS_PER_ENDPOINT");

    private static final String QUEUE_CAPACITY = "10000";

    List<Setting<?>> all() {
        return List.of(
                backlog(),
                acceptKeepAlive(),
                acceptUserTimeout(),
                connectKeepAlive(),
                connectUserTimeout(),
                connectTimeout(),
                backoffMin(),
                backoffMax(),
                backoffJitter(),
                detectTimeout(),
                queueCapacity(),
                failfastTimeout(),
                maxInFlight(),
                maxIdle(),
                poolIdleTimeout(),
                discoveryIdleTimeout(),
                streamIdleTimeout());
    }

    Setting<Long> backlog() {
        return Setting.linkerd(
                name + "_TCP_LISTEN_BACKLOG",
                SettingTypes.number(1, Integer.MAX_VALUE),
                "Connections that may wait to be accepted; the system's default when unset.");
    }

    Setting<Duration> acceptKeepAlive() {
        return keepAlive("ACCEPT");
    }

    Setting<Duration> acceptUserTimeout() {
        return userTimeout("ACCEPT");
    }

    Setting<Duration> connectKeepAlive() {
        return keepAlive("CONNECT");
    }

    Setting<Duration> connectUserTimeout() {
        return userTimeout("CONNECT");
    }

    Setting<Duration> connectTimeout() {
        return Setting.linkerd(
                        name + "_CONNECT_TIMEOUT",
                        SettingTypes.POSITIVE_DURATION,
                        "How long connecting to an endpoint may take.")
                .orElse(connectTimeoutDefault);
    }

    Setting<Duration> backoffMin() {
        return Setting.linkerd(
                        name + "_CONNECT_EXP_BACKOFF_MIN",
                        SettingTypes.DURATION,
                        "First pause before an endpoint is tried again; only together with MAX.")
                .orElse("100ms");
    }

    Setting<Duration> backoffMax() {
        return Setting.linkerd(
                        name + "_CONNECT_EXP_BACKOFF_MAX",
                        SettingTypes.POSITIVE_DURATION,
                        "Longest pause before an endpoint is tried again; only together with MIN.")
                .orElse(backoffMaxDefault);
    }

    Setting<Double> backoffJitter() {
        return Setting.linkerd(
                        name + "_CONNECT_EXP_BACKOFF_JITTER",
                        SettingTypes.ratio(ConnectBackoff.MAX_JITTER),
                        "Random part added to a pause, as a factor of it; 0 when only MIN and MAX"
                                + " are set.")
                .orElse("0.1");
    }

    Setting<Duration> detectTimeout() {
        return Setting.linkerd(
                        name + "_DETECT_TIMEOUT",
                        SettingTypes.DURATION,
                        "How long the first bytes of a connection may take before it is relayed as"
                                + " opaque.")
                .orElse("10s");
    }

    Setting<Long> queueCapacity() {
        return Setting.linkerd(
                        name + "_HTTP_QUEUE_CAPACITY",
                        SettingTypes.number(1, Long.MAX_VALUE),
                        "Requests that may wait for an endpoint of one destination.")
                .orElse(QUEUE_CAPACITY);
    }

    Setting<Duration> failfastTimeout() {
        return Setting.linkerd(
                        name + "_HTTP_FAILFAST_TIMEOUT",
                        SettingTypes.DURATION,
                        "How long a destination may have no ready endpoint before requests to it"
                                + " fail at once.")
                .orElse(failfastDefault);
    }

    Setting<Long> maxInFlight() {
        return Setting.linkerd(
                        name + "_MAX_IN_FLIGHT",
                        SettingTypes.number(1, Long.MAX_VALUE),
                        "Requests that may wait for the head of their response at the same time.")
                .orElse("100000");
    }

    Setting<Long> maxIdle() {
        return Setting.linkerd(
                        maxIdleVariable,
                        SettingTypes.number(0, Long.MAX_VALUE),
                        "Idle HTTP/1 connections kept for one endpoint.")
                .orElse("10000");
    }

    Setting<Duration> poolIdleTimeout() {
        return Setting.linkerd(
                        name + "_HTTP1_CONNECTION_POOL_IDLE_TIMEOUT",
                        SettingTypes.DURATION,
                        "How long an idle HTTP/1 connection is kept.")
                .orElse("3s");
    }

    Setting<Duration> discoveryIdleTimeout() {
        return Setting.linkerd(
                        name + "_DISCOVERY_IDLE_TIMEOUT",
                        SettingTypes.DURATION,
                        "How long a destination is remembered after its last use.")
                .orElse(discoveryIdleDefault);
    }

    Setting<Duration> streamIdleTimeout() {
        return Setting.own(
                        name + "_STREAM_IDLE_TIMEOUT",
                        SettingTypes.DURATION,
                        "How long a stream may carry nothing, either way, after the head of its"
                                + " response; 0 for any time.")
                .orElse("0s");
    }

    private Setting<Duration> keepAlive(String side) {
        return Setting.linkerd(
                name + "_" + side + "_KEEPALIVE",
                SettingTypes.POSITIVE_DURATION,
                "Silence before TCP keep-alive probes; the system's default when unset.");
    }

    private Setting<Duration> userTimeout(String side) {
        return Setting.linkerd(
                name + "_" + side + "_USER_TIMEOUT",
                SettingTypes.POSITIVE_DURATION,
                "How long sent data may stay unacknowledged; the system's default when unset.");
    }
}
