package dev.fairlead.proxy.config;

import java.time.Duration;
import java.util.List;

/** Limits of HTTP messages, and the proxy's own HTTP/2 connections. */
final class HttpSettings {
    /** 1 MiB: what one stream may have on its way, at 8 Gbit/s and 1 ms. */
    static final String STREAM_WINDOW = "1048576";

    /** 4 MiB: well above a stream's, so that one stream cannot starve the others. */
    static final String CONNECTION_WINDOW = "4194304";

    static final String MAX_STREAMS = "1000";

    static final Setting<Long> MAX_HEADER_SIZE =
            Setting.own(
                            "MAX_HEADER_SIZE",
                            SettingTypes.number(HttpLimits.MIN_HEADER_BYTES, Integer.MAX_VALUE),
                            "Largest head or trailers in bytes, of requests and responses, over"
                                    + " HTTP/1 and HTTP/2.")
                    .orElse("65536");

    static final Setting<Long> MAX_FIRST_LINE_SIZE =
            Setting.own(
                            "MAX_FIRST_LINE_SIZE",
                            SettingTypes.number(HttpLimits.MIN_FIRST_LINE_BYTES, Integer.MAX_VALUE),
                            "Longest request line or status line of HTTP/1, and longest path of"
                                    + " HTTP/2, in bytes.")
                    .orElse("16384");

    static final Setting<Long> MAX_HEADER_FIELDS =
            Setting.own(
                            "MAX_HEADER_FIELDS",
                            SettingTypes.number(HttpLimits.MIN_HEADER_FIELDS, Integer.MAX_VALUE),
                            "Most fields of a head or of trailers, of requests and responses; each"
                                    + " cookie of HTTP/2 counts as one.")
                    .orElse("1000");

    static final Setting<Long> CLIENT_STREAM_WINDOW =
            Setting.linkerd(
                            "HTTP2_INITIAL_STREAM_WINDOW_SIZE",
                            SettingTypes.number(1, Integer.MAX_VALUE),
                            "Flow-control window in bytes of each stream that the proxy opens.")
                    .orElse(STREAM_WINDOW);

    static final Setting<Long> CLIENT_CONNECTION_WINDOW =
            Setting.linkerd(
                            "HTTP2_INITIAL_CONNECTION_WINDOW_SIZE",
                            SettingTypes.number(1, Integer.MAX_VALUE),
                            "Flow-control window in bytes of each HTTP/2 connection that the proxy"
                                    + " opens, 65535 at the least.")
                    .orElse(CONNECTION_WINDOW);

    static final Setting<Long> CLIENT_MAX_STREAMS =
            Setting.own(
                            "HTTP2_CLIENT_MAX_CONCURRENT_STREAMS",
                            SettingTypes.number(1, Integer.MAX_VALUE),
                            "Streams that the proxy opens on one connection, beside what the"
                                    + " server allows.")
                    .orElse(MAX_STREAMS);

    static final Setting<Long> CLIENT_MAX_RESETS =
            Setting.own(
                            "HTTP2_CLIENT_MAX_RESETS",
                            SettingTypes.number(0, Integer.MAX_VALUE),
                            "Resets that a server may send within FAIRLEAD_HTTP2_RESET_WINDOW"
                                    + " before its connection is closed; 0 for no limit.")
                    .orElse("10000");

    static final Setting<Networks> MESH_NETWORKS =
            Setting.own(
                            "MESH_NETWORKS",
                            SettingTypes.NETWORKS,
                            "Where other proxies of the mesh are. One connection of theirs carries"
                                    + " the requests of many clients: inbound, it may send ten"
                                    + " resets for each stream it may open, where that is more than"
                                    + " FAIRLEAD_INBOUND_SERVER_HTTP2_MAX_RESETS.")
                    .orElse("");

    static final Setting<Duration> RESET_WINDOW =
            Setting.own(
                            "HTTP2_RESET_WINDOW",
                            SettingType.one(
                                    "a duration of whole seconds, such as 30s",
                                    text ->
                                            Literals.duration(text)
                                                    .filter(d -> d.toSeconds() >= 1)
                                                    .filter(d -> d.toMillisPart() == 0)),
                            "Over how long resets are counted.")
                    .orElse("30s");

    static final List<Setting<?>> ALL =
            List.of(
                    MAX_HEADER_SIZE,
                    MAX_FIRST_LINE_SIZE,
                    MAX_HEADER_FIELDS,
                    CLIENT_STREAM_WINDOW,
                    CLIENT_CONNECTION_WINDOW,
                    CLIENT_MAX_STREAMS,
                    CLIENT_MAX_RESETS,
                    MESH_NETWORKS,
                    RESET_WINDOW);

    private HttpSettings() {}
}
