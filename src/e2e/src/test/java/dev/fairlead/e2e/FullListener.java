package dev.fairlead.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A listening socket whose queue is full: the kernel drops what wants to connect to it. */
final class FullListener implements AutoCloseable {
    private static final int ENOUGH = 16;
    private static final int TRY_MILLIS = 300;

    private final ServerSocket listener;
    private final List<Socket> queued = new ArrayList<>();

    FullListener() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        for (boolean room = true; room && queued.size() < ENOUGH; ) {
            Socket socket = new Socket();
            queued.add(socket);
            room = connects(socket);
        }
    }

    private boolean connects(Socket socket) throws IOException {
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), TRY_MILLIS);
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queued) {
            socket.close();
        }
        listener.close();
    }
}
