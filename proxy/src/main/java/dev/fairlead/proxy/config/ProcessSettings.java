package dev.fairlead.proxy.config;

import java.time.Duration;
import java.util.List;

/** The process as a whole: loops, shutdown, metrics, memory, log. */
final class ProcessSettings {
    static final Setting<Long> LOOPS =
            Setting.own(
                            "LOOPS",
                            SettingTypes.number(1, 1024),
                            "Event loops; the LINKERD2_PROXY_CORES variables decide when unset.")
                    .option("--loops");

    static final Setting<Long> CORES =
            cores("CORES", "Older name of LINKERD2_PROXY_CORES_MIN, which beats it.");

    static final Setting<Long> CORES_MIN =
            cores("CORES_MIN", "Event loops at the least, but not more than there are CPUs.");

    static final Setting<Long> CORES_MAX =
            cores("CORES_MAX", "Event loops at the most; 1 when neither this nor a ratio is set.");

    static final Setting<Double> CORES_MAX_RATIO =
            Setting.linkerd(
                            "CORES_MAX_RATIO",
                            SettingType.one(
                                    "a number above 0 and up to 1",
                                    text ->
                                            Literals.decimal(text)
                                                    .filter(ratio -> ratio > 0 && ratio <= 1)),
                            "Event loops at the most, as a share of the CPUs.")
                    .toleratingNonsense();

    static final Setting<Duration> SHUTDOWN_GRACE_PERIOD =
            Setting.linkerd(
                            "SHUTDOWN_GRACE_PERIOD",
                            SettingTypes.DURATION,
                            "How long exchanges in flight may take once the proxy was told to"
                                    + " stop.")
                    .orElse("2m");

    static final Setting<Boolean> SHUTDOWN_ENDPOINT_ENABLED =
            Setting.linkerd(
                            "SHUTDOWN_ENDPOINT_ENABLED",
                            SettingTypes.BOOL,
                            "Whether POST /shutdown on the admin server stops the proxy.")
                    .orElse("false");

    static final Setting<Duration> METRICS_RETAIN_IDLE =
            Setting.linkerd(
                            "METRICS_RETAIN_IDLE",
                            SettingTypes.DURATION,
                            "How long a series that nothing uses stays on the scrape page.")
                    .orElse("10m");

    static final Setting<Long> RETRY_BODY_MEMORY =
            Setting.own(
                            "RETRY_BODY_MEMORY",
                            SettingTypes.number(0, Long.MAX_VALUE),
                            "Bytes of request bodies that may be kept for retries at a time; a"
                                    + " request that finds no room is sent, but not again.")
                    .orElse("8388608");

    static final Setting<LogFilter> LOG =
            Setting.linkerd(
                            "LOG",
                            SettingTypes.LOG_FILTER,
                            "What is logged: a level, and others for some loggers, such as"
                                    + " warn,fairlead=debug.")
                    .orElse(LogFilter.DEFAULT.text())
                    .option("--log-level");

    static final Setting<LogConfig.Format> LOG_FORMAT =
            Setting.linkerd("LOG_FORMAT", SettingTypes.LOG_FORMAT, "How a line of the log looks.")
                    .orElse("plain")
                    .option("--log-format")
                    .toleratingNonsense();

    static final List<Setting<?>> ALL =
            List.of(
                    LOOPS,
                    CORES,
                    CORES_MIN,
                    CORES_MAX,
                    CORES_MAX_RATIO,
                    SHUTDOWN_GRACE_PERIOD,
                    SHUTDOWN_ENDPOINT_ENABLED,
                    METRICS_RETAIN_IDLE,
                    RETRY_BODY_MEMORY,
                    LOG,
                    LOG_FORMAT);

    private ProcessSettings() {}

    private static Setting<Long> cores(String name, String meaning) {
        return Setting.linkerd(name, SettingTypes.number(1, Integer.MAX_VALUE), meaning)
                .toleratingNonsense();
    }
}
