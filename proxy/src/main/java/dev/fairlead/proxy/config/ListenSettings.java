package dev.fairlead.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/** Where the proxy listens. */
final class ListenSettings {
    static final Setting<InetSocketAddress> OUTBOUND =
            Setting.linkerd(
                            "OUTBOUND_LISTEN_ADDR",
                            SettingTypes.SOCKET_ADDRESS,
                            "Where the application's own connections arrive; port 0 is any free"
                                    + " one.")
                    .orElse("127.0.0.1:4140")
                    .option("--outbound");

    static final Setting<List<InetSocketAddress>> OUTBOUNDS =
            Setting.linkerd(
                    "OUTBOUND_LISTEN_ADDRS",
                    SettingTypes.SOCKET_ADDRESSES,
                    "The same for up to two addresses; beats the one above where both come from"
                            + " the same place.");

    static final Setting<InetSocketAddress> INBOUND =
            Setting.linkerd(
                            "INBOUND_LISTEN_ADDR",
                            SettingTypes.SOCKET_ADDRESS,
                            "Where connections to the application arrive. The command's default is"
                                    + " 127.0.0.1:4143.")
                    .orElse("0.0.0.0:4143")
                    .option("--inbound");

    static final Setting<InetSocketAddress> ADMIN =
            Setting.linkerd(
                            "ADMIN_LISTEN_ADDR",
                            SettingTypes.SOCKET_ADDRESS,
                            "Where metrics, probes and the other admin pages are served.")
                    .orElse("127.0.0.1:4191")
                    .option("--admin");

    static final Setting<Set<InetAddress>> INBOUND_IPS =
            Setting.linkerd(
                    "INBOUND_IPS",
                    SettingTypes.IPS,
                    "The original destinations that inbound connections may have; any when unset.");

    static final List<Setting<?>> ALL = List.of(OUTBOUND, OUTBOUNDS, INBOUND, ADMIN, INBOUND_IPS);

    private ListenSettings() {}
}
