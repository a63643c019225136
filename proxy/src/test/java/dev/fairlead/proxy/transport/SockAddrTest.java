package dev.fairlead.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SockAddrTest {
    private static final byte[] MAPPED_10_9_0_2 = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 10, 9, 0, 2
    };

    private static ByteBuffer ipv4(int family, int port, int... address) {
        ByteBuffer raw = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        raw.putShort((short) family);
        raw.put((byte) (port >> 8)).put((byte) port);
        for (int part : address) {
            raw.put((byte) part);
        }
        return raw.rewind();
    }

    private static ByteBuffer ipv6(int port, byte[] address, int scope) {
        ByteBuffer raw = ByteBuffer.allocate(28).order(ByteOrder.nativeOrder());
        raw.putShort((short) 10);
        raw.put((byte) (port >> 8)).put((byte) port);
        raw.putInt(0x01020304);
        raw.put(address);
        raw.putInt(scope);
        return raw.rewind();
    }

    @Test
    void readsIpv4() {
        assertThat(SockAddr.parse(ipv4(2, 8080, 10, 9, 0, 200)))
                .contains(new InetSocketAddress("10.9.0.200", 8080));
    }

    @Test
    void readsTheHighestPort() {
        assertThat(SockAddr.parse(ipv4(2, 65535, 127, 0, 0, 2)))
                .contains(new InetSocketAddress("127.0.0.2", 65535));
    }

    @Test
    void readsIpv6() throws UnknownHostException {
        byte[] address = InetAddress.getByName("fd00::7:1").getAddress();

        assertThat(SockAddr.parse(ipv6(4143, address, 0)))
                .contains(new InetSocketAddress("fd00::7:1", 4143));
    }

    @Test
    void keepsTheScopeOfLinkLocalAddresses() throws UnknownHostException {
        byte[] address = InetAddress.getByName("fe80::1").getAddress();

        InetSocketAddress read = SockAddr.parse(ipv6(80, address, 3)).orElseThrow();

        assertThat(((Inet6Address) read.getAddress()).getScopeId()).isEqualTo(3);
    }

    @Test
    void unwrapsMappedIpv4() {
        InetSocketAddress read = SockAddr.parse(ipv6(80, MAPPED_10_9_0_2, 0)).orElseThrow();

        assertThat(read).isEqualTo(new InetSocketAddress("10.9.0.2", 80));
        assertThat(read.getAddress()).isInstanceOf(Inet4Address.class);
    }

    @Test
    void leavesThePositionOfTheBuffer() {
        ByteBuffer raw = ipv4(2, 80, 1, 2, 3, 4);

        assertThat(SockAddr.parse(raw)).isEqualTo(SockAddr.parse(raw)).isPresent();
    }

    @Test
    void unknownFamilyIsNoAddress() {
        assertThat(SockAddr.parse(ipv4(1, 80, 1, 2, 3, 4))).isEmpty();
    }

    @Test
    void cutOffAddressIsNoAddress() throws UnknownHostException {
        ByteBuffer ipv6 = ipv6(80, InetAddress.getByName("fd00::1").getAddress(), 0);
        ByteBuffer ipv4 = ipv4(2, 80, 1, 2, 3, 4);

        for (int length = 0; length < 28; length++) {
            assertThat(SockAddr.parse(ipv6.slice(0, length))).isEmpty();
        }
        for (int length = 0; length < 8; length++) {
            assertThat(SockAddr.parse(ipv4.slice(0, length))).isEmpty();
        }
    }

    @Test
    void unmapsWhatTheTransportGives() throws UnknownHostException {
        InetSocketAddress mapped =
                new InetSocketAddress(Inet6Address.getByAddress(null, MAPPED_10_9_0_2, -1), 80);
        InetSocketAddress plain = new InetSocketAddress("fd00::1", 80);

        assertThat(OriginalDestination.unmapped(mapped))
                .isEqualTo(new InetSocketAddress("10.9.0.2", 80));
        assertThat(OriginalDestination.unmapped(plain)).isSameAs(plain);
    }
}
