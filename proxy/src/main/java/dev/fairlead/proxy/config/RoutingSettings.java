package dev.fairlead.proxy.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where requests go: profiles, endpoints, names, opaque ports. */
final class RoutingSettings {
    static final Setting<List<Path>> PROFILES =
            Setting.own(
                            "PROFILES",
                            SettingTypes.PATHS,
                            "Files, or directories of files, with service profiles; followed while"
                                    + " the proxy runs.")
                    .orElse("")
                    .option("--profiles");

    static final Setting<Path> ENDPOINTS =
            Setting.own(
                            "ENDPOINTS",
                            SettingTypes.PATH,
                            "The file with the endpoints of other services; followed while the"
                                    + " proxy runs.")
                    .option("--endpoints");

    static final Setting<ServiceName> SERVICE =
            Setting.own(
                            "SERVICE",
                            SettingTypes.SERVICE,
                            "Whose profile applies to inbound requests; the request's authority"
                                    + " decides when unset.")
                    .option("--service");

    static final Setting<InetSocketAddress> APP =
            Setting.own(
                            "APP",
                            SettingTypes.APP,
                            "Where inbound connections go that were made to the proxy itself.")
                    .option("--app");

    static final Setting<String> NAMESPACE =
            Setting.own(
                            "NAMESPACE",
                            SettingTypes.LABEL,
                            "The namespace that short names are relative to.")
                    .orElse("default")
                    .option("--namespace");

    static final Setting<String> CLUSTER_DOMAIN =
            Setting.own(
                            "CLUSTER_DOMAIN",
                            SettingTypes.DOMAIN,
                            "The last part of every service's name.")
                    .orElse("cluster.local")
                    .option("--cluster-domain");

    static final Setting<PortSet> INBOUND_OPAQUE_PORTS =
            Setting.linkerd(
                            "INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION",
                            SettingTypes.PORTS,
                            "Ports of the application that are relayed without being looked into.")
                    .orElse("");

    static final Setting<PortSet> OUTBOUND_OPAQUE_PORTS =
            Setting.own(
                            "OUTBOUND_OPAQUE_PORTS",
                            SettingTypes.PORTS,
                            "Ports of other hosts that are relayed without being looked into,"
                                    + " where discovery does not say.")
                    .orElse("25,587,3306,4444,4567,4568,5432,6379,9300,11211");

    static final Setting<Long> OUTBOUND_TCP_QUEUE_CAPACITY =
            Setting.linkerd(
                            "OUTBOUND_TCP_QUEUE_CAPACITY",
                            SettingTypes.number(1, Long.MAX_VALUE),
                            "Opaque connections that may wait for an endpoint of one destination.")
                    .orElse("10000");

    static final Setting<Duration> OUTBOUND_TCP_FAILFAST_TIMEOUT =
            Setting.linkerd(
                            "OUTBOUND_TCP_FAILFAST_TIMEOUT",
                            SettingTypes.DURATION,
                            "How long a destination may have no ready endpoint before opaque"
                                    + " connections to it fail at once.")
                    .orElse("3s");

    static final Setting<Duration> PROFILE_INITIAL_TIMEOUT =
            Setting.linkerd(
                            "DESTINATION_PROFILE_INITIAL_TIMEOUT",
                            SettingTypes.DURATION,
                            "How long the first request to a destination waits for its profile.")
                    .orElse("500ms");

    static final Setting<Boolean> INGRESS_MODE =
            Setting.linkerd(
                            "INGRESS_MODE",
                            SettingTypes.BOOL,
                            "Only decides the default of the next one in this version.")
                    .orElse("false");

    static final Setting<Boolean> DISABLE_INFORMATIONAL_HEADERS =
            Setting.linkerd(
                    "OUTBOUND_DISABLE_INFORMATIONAL_HEADERS",
                    SettingTypes.BOOL,
                    "Hides l5d-proxy-error and its like from the application; as INGRESS_MODE when"
                            + " unset.");

    static final List<Setting<?>> ALL =
            List.of(
                    PROFILES,
                    ENDPOINTS,
                    SERVICE,
                    APP,
                    NAMESPACE,
                    CLUSTER_DOMAIN,
                    INBOUND_OPAQUE_PORTS,
                    OUTBOUND_OPAQUE_PORTS,
                    OUTBOUND_TCP_QUEUE_CAPACITY,
                    OUTBOUND_TCP_FAILFAST_TIMEOUT,
                    PROFILE_INITIAL_TIMEOUT,
                    INGRESS_MODE,
                    DISABLE_INFORMATIONAL_HEADERS);

    private RoutingSettings() {}
}
