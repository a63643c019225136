package dev.fairlead.proxy.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the kernel's socket addresses.
 *
 * <pre>
 *  sockaddr_in    family:2  port:2  address:4   zero:8
 *  sockaddr_in6   family:2  port:2  flowinfo:4  address:16  scope:4
 * </pre>
 *
 * <p>Family and scope are in the machine's byte order, port and address in the network's.
 */
final class SockAddr {
    static final int IPV4_BYTES = 16;
    static final int IPV6_BYTES = 28;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    /** First 12 bytes of an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2). */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private SockAddr() {}

    /** The address in {@code raw}, from its position; empty if it is of no known family. */
    static Optional<InetSocketAddress> parse(ByteBuffer raw) {
        ByteBuffer in = raw.slice().order(ByteOrder.nativeOrder());
        int family = in.remaining() < Short.BYTES ? 0 : in.getShort(0);
        if (family == AF_INET && in.remaining() >= 8) {
            return Optional.of(new InetSocketAddress(address(bytes(in, 4, 4), 0), port(in)));
        }
        if (family == AF_INET6 && in.remaining() >= IPV6_BYTES) {
            InetAddress address = address(bytes(in, 8, 16), in.getInt(24));
            return Optional.of(new InetSocketAddress(address, port(in)));
        }
        return Optional.empty();
    }

    static InetSocketAddress unmapped(InetSocketAddress address) {
        if (!(address.getAddress() instanceof Inet6Address ipv6) || !isMapped(ipv6.getAddress())) {
            return address;
        }
        return new InetSocketAddress(address(ipv6.getAddress(), 0), address.getPort());
    }

    private static boolean isMapped(byte[] address) {
        return address.length == 16
                && Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
    }

    private static InetAddress address(byte[] bytes, int scope) {
        try {
            // of a mapped address this makes an Inet4Address
            return scope == 0 || isMapped(bytes)
                    ? InetAddress.getByAddress(bytes)
                    : Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("bytes: " + bytes.length + " (expected: 4 or 16)", e);
        }
    }

    private static byte[] bytes(ByteBuffer in, int from, int count) {
        byte[] bytes = new byte[count];
        in.get(from, bytes);
        return bytes;
    }

    private static int port(ByteBuffer in) {
        return Byte.toUnsignedInt(in.get(2)) << 8 | Byte.toUnsignedInt(in.get(3));
    }
}
