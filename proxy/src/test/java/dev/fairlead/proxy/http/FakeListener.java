package dev.fairlead.proxy.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool that only remembers what its connection said. */
final class FakeListener implements UpstreamListener {
    final List<String> said = new ArrayList<>();

    /** Run at each {@code room}: what a waiting request does. */
    Runnable onRoom = () -> {};

    private @Nullable UpstreamEdge edge;

    @Override
    public void connected(UpstreamEdge connected) {
        edge = connected;
        said.add("connected");
    }

    @Override
    public void room() {
        said.add("room");
        onRoom.run();
    }

    @Override
    public void goingAway() {
        said.add("going away");
    }

    @Override
    public void closed() {
        said.add("closed");
    }

    UpstreamEdge edge() {
        UpstreamEdge present = edge;
        if (present == null) {
            throw new IllegalStateException("not connected");
        }
        return present;
    }
}
