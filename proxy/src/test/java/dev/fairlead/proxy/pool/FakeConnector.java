package dev.fairlead.proxy.pool;

import dev.fairlead.proxy.http.UpstreamListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Connects when told to. */
public final class FakeConnector implements Connector {
    private final List<Connecting> connecting = new ArrayList<>();
    private final List<HttpProtocol> asked = new ArrayList<>();
    private final List<FakeEdge> edges = new ArrayList<>();

    private record Connecting(UpstreamListener listener, Consumer<ConnectFailure> failed) {}

    @Override
    public void connect(
            HttpProtocol protocol, UpstreamListener listener, Consumer<ConnectFailure> failed) {
        asked.add(protocol);
        connecting.add(new Connecting(listener, failed));
    }

    /** The oldest connect that waits comes about, with room for so many requests at a time. */
    public FakeEdge connected(int maxStreams) {
        Connecting next = connecting.removeFirst();
        FakeEdge edge = new FakeEdge(next.listener(), maxStreams);
        edges.add(edge);
        next.listener().connected(edge);
        return edge;
    }

    /** The oldest connect that waits comes to nothing. */
    public void fail(ConnectFailure failure) {
        connecting.removeFirst().failed().accept(failure);
    }

    /** Connects that wait for an outcome. */
    public int connecting() {
        return connecting.size();
    }

    /** Every connect that was asked for. */
    public List<HttpProtocol> asked() {
        return asked;
    }

    /** The last request on the last connection. */
    public FakeCall call() {
        return edges.getLast().calls().getLast();
    }

    /** The last request; one that waits for a connection is given one with room to spare. */
    public FakeCall carried() {
        if (connecting() > 0) {
            connected(100);
        }
        return call();
    }

    /** How many requests its connections have carried. */
    public int calls() {
        return edges.stream().mapToInt(edge -> edge.calls().size()).sum();
    }

    /** Every connection that came about. */
    public List<FakeEdge> edges() {
        return edges;
    }
}
