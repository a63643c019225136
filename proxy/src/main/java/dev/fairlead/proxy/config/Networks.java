package dev.fairlead.proxy.config;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of addresses.
 *
 * @param networks in the order they were given; they may overlap
 */
public record Networks(List<Network> networks) {
    /** No address. */
    public static final Networks NONE = new Networks(List.of());

    public Networks {
        networks = List.copyOf(networks);
    }

    /** Whether {@code address} is in the set. */
    public boolean contains(InetAddress address) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The form in which the set is configured: {@code 10.0.0.0/8,fd00::/8}. */
    @Override
    public String toString() {
        return networks.stream().map(Network::toString).collect(Collectors.joining(","));
    }

    /**
     * The addresses that begin with the same bits.
     *
     * @param base any of them
     * @param bits how many, 0 to 32 for IPv4, 0 to 128 for IPv6
     */
    public record Network(InetAddress base, int bits) {
        public Network {
            Check.between("bits", bits, 0, bitsOf(base));
        }

        /** How many bits such an address has. */
        static int bitsOf(InetAddress address) {
            return address.getAddress().length * Byte.SIZE;
        }

        private boolean contains(InetAddress address) {
            byte[] mine = base.getAddress();
            byte[] other = address.getAddress();
            if (mine.length != other.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                if (((mine[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & (0x80 >> i % Byte.SIZE)) != 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return base.getHostAddress() + "/" + bits;
        }
    }
}
