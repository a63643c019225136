package dev.fairlead.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server that does one wrong thing to each of its connections, once it has heard something. */
final class FaultServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Fault fault;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What is done to a connection, after the first bytes of a request have come. */
    interface Fault {
        void commit(Socket socket) throws IOException;
    }

    FaultServer(Fault fault) throws IOException {
        this.fault = fault;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("fault server").start(this::accept);
    }

    /** Ends the connection, orderly. */
    static Fault closes() {
        return Socket::close;
    }

    /** Ends the connection, with RST. */
    static Fault resets() {
        return socket -> {
            socket.setSoLinger(true, 0);
            socket.close();
        };
    }

    /** Says this, and nothing more. */
    static Fault says(String text) {
        return socket -> {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        };
    }

    /** One after the other. */
    static Fault both(Fault first, Fault second) {
        return socket -> {
            first.commit(socket);
            second.commit(socket);
        };
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections that are open on the server's side. */
    int open() {
        return open.size();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream input = socket.getInputStream();
            if (input.read() >= 0) {
                fault.commit(socket);
            }
            while (!socket.isClosed() && input.read() >= 0) {
                // The client may say what it wants.
            }
        } catch (IOException _) {
            // What is done to this side is the sidecar's affair.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
