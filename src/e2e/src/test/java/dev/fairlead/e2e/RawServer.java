package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server whose every byte is told by the test; what it does can be changed while it runs. */
final class RawServer implements AutoCloseable {
    private final ServerSocket listener;
    private final List<RawPeer.Message> requests = new CopyOnWriteArrayList<>();
    private final Set<RawPeer> used = ConcurrentHashMap.newKeySet();
    private final Set<RawPeer> open = ConcurrentHashMap.newKeySet();
    private volatile Script script = RawPeer::close;

    /** What is done when a client begins to say something; the connection stays open afterwards. */
    interface Script {
        void play(RawPeer client) throws IOException;
    }

    RawServer() {
        this(0);
    }

    RawServer(int port) {
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("raw server").start(this::accept);
    }

    /** From now on this is done, on connections that are open too, and nothing was heard yet. */
    void plays(Script next) {
        script = next;
        requests.clear();
        used.clear();
    }

    /** From now on every request is answered with this. */
    void answers(String answer) {
        plays(client -> {
            requests.add(client.hear());
            client.say(answer);
        });
    }

    /** Keeps a request that a script has heard. */
    void heard(RawPeer.Message request) {
        requests.add(request);
    }

    /** The requests that were kept. */
    List<RawPeer.Message> requests() {
        return List.copyOf(requests);
    }

    /** The only request. */
    RawPeer.Message request() {
        if (requests.size() != 1) {
            throw new AssertionError("requests: " + requests + " (expected: one)");
        }
        return requests.getFirst();
    }

    /** On how many connections something was heard. */
    int used() {
        return used.size();
    }

    /** Connections that are open now. */
    int open() {
        return open.size();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                RawPeer client = new RawPeer(listener.accept());
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(RawPeer client) {
        try (client) {
            while (client.awaitByte()) {
                used.add(client);
                script.play(client);
            }
        } catch (IOException _) {
            // The other side has ended, or this one is closed.
        } finally {
            open.remove(client);
        }
    }

    private static void close(RawPeer client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(RawServer::close);
    }
}
