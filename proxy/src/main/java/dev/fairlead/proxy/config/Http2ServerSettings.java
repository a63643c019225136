package dev.fairlead.proxy.config;

import java.time.Duration;
import java.util.List;

/**
 * How a listener speaks HTTP/2.
 *
 * @param name prefix of the variables: the direction
 */
record Http2ServerSettings(String name) {
    static final Http2ServerSettings INBOUND = new Http2ServerSettings("INBOUND");

    static final Http2ServerSettings OUTBOUND = new Http2ServerSettings("OUTBOUND");

    private static final String MAX_RESETS = "200";

    List<Setting<?>> all() {
        return List.of(
                streamWindow(),
                connectionWindow(),
                keepAliveInterval(),
                keepAliveTimeout(),
                maxConcurrentStreams(),
                maxFrameSize(),
                maxHeaderListSize(),
                maxResets());
    }

    Setting<Long> streamWindow() {
        return linkerd(
                        "INITIAL_STREAM_WINDOW_SIZE",
                        SettingTypes.number(1, Integer.MAX_VALUE),
                        "Flow-control window of each stream in bytes; only together with the"
                                + " connection's.")
                .orElse(HttpSettings.STREAM_WINDOW);
    }

    Setting<Long> connectionWindow() {
        return linkerd(
                        "INITIAL_CONNECTION_WINDOW_SIZE",
                        SettingTypes.number(1, Integer.MAX_VALUE),
                        "Flow-control window of the connection in bytes, 65535 at the least; only"
                                + " together with the stream's.")
                .orElse(HttpSettings.CONNECTION_WINDOW);
    }

    Setting<Duration> keepAliveInterval() {
        return linkerd(
                "KEEP_ALIVE_INTERVAL",
                SettingTypes.POSITIVE_DURATION,
                "Silence before a PING is sent; no PINGs when unset; only together with the"
                        + " timeout.");
    }

    Setting<Duration> keepAliveTimeout() {
        return linkerd(
                "KEEP_ALIVE_TIMEOUT",
                SettingTypes.POSITIVE_DURATION,
                "How long a PING's answer may take; only together with the interval.");
    }

    Setting<Long> maxConcurrentStreams() {
        return linkerd(
                        "MAX_CONCURRENT_STREAMS",
                        SettingTypes.number(1, 0xffff_ffffL),
                        "Streams that a client may have open on one connection.")
                .orElse(HttpSettings.MAX_STREAMS);
    }

    Setting<Long> maxFrameSize() {
        return linkerd(
                        "MAX_FRAME_SIZE",
                        SettingTypes.number(
                                Http2Config.MIN_FRAME_BYTES, Http2Config.MAX_FRAME_BYTES),
                        "Largest frame in bytes that is accepted.")
                .orElse(Integer.toString(Http2Config.MIN_FRAME_BYTES));
    }

    Setting<Long> maxHeaderListSize() {
        return linkerd(
                "MAX_HEADER_LIST_SIZE",
                SettingTypes.number(HttpLimits.MIN_HEADER_BYTES, Integer.MAX_VALUE),
                "Largest head in bytes that is accepted over HTTP/2; FAIRLEAD_MAX_HEADER_SIZE when"
                        + " unset.");
    }

    Setting<Long> maxResets() {
        return Setting.own(
                        name + "_SERVER_HTTP2_MAX_RESETS",
                        SettingTypes.number(0, Integer.MAX_VALUE),
                        "Resets that a client may send within FAIRLEAD_HTTP2_RESET_WINDOW before"
                                + " its connection is closed; 0 for no limit.")
                .orElse(MAX_RESETS);
    }

    private <T> Setting<T> linkerd(String suffix, SettingType<T> type, String meaning) {
        return Setting.linkerd(name + "_SERVER_HTTP2_" + suffix, type, meaning);
    }
}
