package dev.fairlead.proxy.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a client meant to connect before the kernel's NAT led it here.
 *
 * <p>The kernel keeps it in its connection tracking and answers {@code SO_ORIGINAL_DST}: a {@code
 * sockaddr_in} at level {@code SOL_IP}, a {@code sockaddr_in6} at {@code SOL_IPV6}. An IPv4 client
 * of a listener on {@code ::} has an IPv4-mapped address, and only {@code SOL_IP} knows it.
 *
 * @param address what the client connected to; IPv4-mapped IPv6 addresses are unwrapped
 * @param redirected whether NAT was at work; if not, the connection is direct and {@code address}
 *     is the listener's own
 */
public record OriginalDestination(InetSocketAddress address, boolean redirected) {
    private static final Logger LOGGER = LoggerFactory.getLogger(OriginalDestination.class);

    /** {@code SO_ORIGINAL_DST} and {@code IP6T_SO_ORIGINAL_DST} of the kernel's headers. */
    private static final int SO_ORIGINAL_DST = 80;

    private static final RawUnixChannelOption IPV4 =
            new RawUnixChannelOption("SO_ORIGINAL_DST", 0, SO_ORIGINAL_DST, SockAddr.IPV4_BYTES);
    private static final RawUnixChannelOption IPV6 =
            new RawUnixChannelOption(
                    "IP6T_SO_ORIGINAL_DST", 41, SO_ORIGINAL_DST, SockAddr.IPV6_BYTES);

    /**
     * Asks the kernel about an accepted connection. Where it has no answer (another transport than
     * epoll, no connection tracking) the connection counts as direct.
     *
     * @throws IllegalArgumentException if {@code accepted} is not an open TCP connection
     */
    public static OriginalDestination of(Channel accepted) {
        if (!(accepted.localAddress() instanceof InetSocketAddress raw)) {
            throw new IllegalArgumentException(
                    "accepted: " + accepted + " (expected: an open TCP connection)");
        }
        InetSocketAddress local = SockAddr.unmapped(raw);
        return ask(accepted, local)
                .filter(original -> !original.equals(local))
                .map(original -> new OriginalDestination(original, true))
                .orElseGet(() -> new OriginalDestination(local, false));
    }

    private static Optional<InetSocketAddress> ask(Channel accepted, InetSocketAddress local) {
        if (!(accepted instanceof EpollSocketChannel)) {
            return Optional.empty();
        }
        boolean ipv4 = local.getAddress() instanceof Inet4Address;
        try {
            ByteBuffer answer = accepted.config().getOption(ipv4 ? IPV4 : IPV6);
            return SockAddr.parse(answer);
        } catch (ChannelException e) {
            // ENOENT: the kernel does not track this connection; ENOPROTOOPT: it tracks none
            LOGGER.atDebug()
                    .addKeyValue("local", local)
                    .addKeyValue("reason", e.getMessage())
                    .log("no original destination");
            return Optional.empty();
        }
    }

    /** {@code address}, or the IPv4 address inside it if it is an IPv4-mapped IPv6 address. */
    public static InetSocketAddress unmapped(InetSocketAddress address) {
        return SockAddr.unmapped(address);
    }
}
