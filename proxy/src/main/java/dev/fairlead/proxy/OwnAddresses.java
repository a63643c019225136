package dev.fairlead.proxy;

import dev.fairlead.metrics.Direction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where the proxy itself listens. What one direction sends to a listener of the same direction
 * comes back to it, again and again; what it sends to the other one does not.
 */
final class OwnAddresses {
    private final List<Own> listeners = new CopyOnWriteArrayList<>();

    private record Own(Direction direction, InetSocketAddress address) {}

    void add(Direction direction, InetSocketAddress listener) {
        listeners.add(new Own(direction, listener));
    }

    /** Whether a connection of {@code direction} to {@code target} would come back. Any thread. */
    boolean comesBack(Direction direction, InetSocketAddress target) {
        for (Own own : listeners) {
            if (own.direction() == direction && reaches(target, own.address())) {
                return true;
            }
        }
        return false;
    }

    private static boolean reaches(InetSocketAddress target, InetSocketAddress listener) {
        return listener.getPort() == target.getPort()
                && (listener.getAddress().equals(target.getAddress())
                        || (listener.getAddress().isAnyLocalAddress()
                                && isLocal(target.getAddress())));
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }
}
