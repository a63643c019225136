package dev.fairlead.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where the proxy itself listens: what must not be connected to on behalf of a client. */
final class OwnAddresses {
    private final List<InetSocketAddress> listeners = new CopyOnWriteArrayList<>();

    void add(InetSocketAddress listener) {
        listeners.add(listener);
    }

    /** Whether a connection to {@code target} would come back. Any thread. */
    boolean contains(InetSocketAddress target) {
        for (InetSocketAddress listener : listeners) {
            if (listener.getPort() == target.getPort()
                    && (listener.getAddress().equals(target.getAddress())
                            || (listener.getAddress().isAnyLocalAddress()
                                    && isLocal(target.getAddress())))) {
                return true;
            }
        }
        return false;
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
