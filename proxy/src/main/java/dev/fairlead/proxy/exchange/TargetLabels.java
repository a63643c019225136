package dev.fairlead.proxy.exchange;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The labels {@code target_addr}, {@code target_ip} and {@code target_port} of the error families;
 * IPv6 in the short form of RFC 5952.
 */
public record TargetLabels(String address, String ip, String port) {
    /** The labels of an address that is resolved. */
    public static TargetLabels of(InetSocketAddress target) {
        InetAddress resolved = target.getAddress();
        return new TargetLabels(
                NetUtil.toSocketAddressString(target),
                NetUtil.toAddressString(resolved),
                Integer.toString(target.getPort()));
    }
}
