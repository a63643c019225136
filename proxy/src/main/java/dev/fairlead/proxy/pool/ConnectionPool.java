package dev.fairlead.proxy.pool;

import dev.fairlead.proxy.config.PoolConfig;
import dev.fairlead.proxy.http.ResponseSink;
import dev.fairlead.proxy.pool.UpstreamConnection.Multiplexed;
import dev.fairlead.proxy.pool.UpstreamConnection.Single;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The connections to one endpoint on one loop.
 *
 * <p>HTTP/1: the idle connection used last is used next, so that those not needed grow old and
 * close; without an idle one a new one is made. HTTP/2: the first connection with room; while all
 * are full one more is made, one at a time, and requests wait for it in order.
 */
public final class ConnectionPool {
    private final Connector connector;
    private final PoolConfig config;
    private final LoopTimers timers;
    private final LongSupplier nanoClock;
    private final ArrayDeque<Single> idle = new ArrayDeque<>();
    private final List<Multiplexed> multiplexed = new ArrayList<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final List<Consumer<Optional<ConnectFailure>>> warming = new ArrayList<>();
    private final Set<Single> singles = new HashSet<>();
    private boolean connecting;
    private boolean reaping;
    private boolean retired;

    /**
     * @param connector makes the connections, on the loop that owns this pool
     * @param nanoClock as {@link System#nanoTime}
     */
    public ConnectionPool(
            Connector connector, PoolConfig config, LoopTimers timers, LongSupplier nanoClock) {
        this.connector = connector;
        this.config = config;
        this.timers = timers;
        this.nanoClock = nanoClock;
    }

    /** Carries a request as soon as a connection can, possibly before this returns. */
    public void open(HttpProtocol protocol, ResponseSink response, Opening opening) {
        Waiting request = new Waiting(response, opening);
        if (retired) {
            request.fail(ConnectFailure.RETIRED);
            return;
        }
        switch (protocol) {
            case HTTP_1 -> openSingle(request);
            case HTTP_2 -> openMultiplexed(request);
        }
    }

    private void openSingle(Waiting request) {
        while (!idle.isEmpty()) {
            Single connection = idle.pop();
            if (connection.edge().room() > 0) {
                request.openOn(connection.edge());
                return;
            }
        }
        Single connection = new Single(this, request);
        connector.connect(HttpProtocol.HTTP_1, connection, request::fail);
    }

    void connected(Single connection, Waiting first) {
        singles.add(connection);
        if (retired) {
            connection.edge().retire();
            first.fail(ConnectFailure.RETIRED);
        } else if (!first.openOn(connection.edge())) {
            idle(connection);
        }
    }

    void idle(Single connection) {
        if (retired || idle.size() >= config.maxIdlePerEndpoint()) {
            connection.edge().retire();
            return;
        }
        connection.idleSince(nanoClock.getAsLong());
        idle.push(connection);
        if (!reaping) {
            reapLater(config.idleTimeout().toNanos());
        }
    }

    private void reapLater(long nanos) {
        reaping = true;
        timers.after(nanos, TimeUnit.NANOSECONDS, this::reap);
    }

    private void reap() {
        reaping = false;
        long now = nanoClock.getAsLong();
        long timeout = config.idleTimeout().toNanos();
        while (!idle.isEmpty() && now - idle.peekLast().idleSinceNanos() >= timeout) {
            idle.pollLast().edge().retire();
        }
        if (!idle.isEmpty()) {
            reapLater(timeout - (now - idle.peekLast().idleSinceNanos()));
        }
    }

    void gone(Single connection) {
        singles.remove(connection);
        idle.remove(connection);
    }

    private void openMultiplexed(Waiting request) {
        if (waiting.isEmpty()) {
            for (Multiplexed connection : multiplexed) {
                if (connection.edge().room() > 0) {
                    request.openOn(connection.edge());
                    return;
                }
            }
        }
        waiting.add(request);
        connectMultiplexed();
    }

    private void connectMultiplexed() {
        if (!connecting) {
            connecting = true;
            connector.connect(HttpProtocol.HTTP_2, new Multiplexed(this), this::multiplexedFailed);
        }
    }

    /**
     * Makes a connection without a request for it, if there is none for HTTP/2.
     *
     * @param done told on this loop: empty when a connection stands
     */
    public void warmUp(Consumer<Optional<ConnectFailure>> done) {
        if (!multiplexed.isEmpty()) {
            done.accept(Optional.empty());
        } else if (retired) {
            done.accept(Optional.of(ConnectFailure.RETIRED));
        } else {
            warming.add(done);
            connectMultiplexed();
        }
    }

    private void warmed(Optional<ConnectFailure> outcome) {
        List<Consumer<Optional<ConnectFailure>>> told = List.copyOf(warming);
        warming.clear();
        told.forEach(done -> done.accept(outcome));
    }

    private void multiplexedFailed(ConnectFailure failure) {
        connecting = false;
        warmed(Optional.of(failure));
        List<Waiting> failed = new ArrayList<>(waiting);
        waiting.clear();
        failed.forEach(request -> request.fail(failure));
    }

    void connected(Multiplexed connection) {
        connecting = false;
        if (retired) {
            connection.edge().retire();
            return;
        }
        multiplexed.add(connection);
        warmed(Optional.empty());
        room();
    }

    void room() {
        for (int i = 0; i < multiplexed.size() && !waiting.isEmpty(); i++) {
            Multiplexed connection = multiplexed.get(i);
            while (connection.edge().room() > 0 && !waiting.isEmpty()) {
                waiting.poll().openOn(connection.edge());
            }
        }
        waiting.removeIf(request -> request.opening().cancelled());
        if (!waiting.isEmpty() && !retired) {
            connectMultiplexed();
        }
    }

    void gone(Multiplexed connection) {
        if (multiplexed.remove(connection) && !waiting.isEmpty() && !retired) {
            connectMultiplexed();
        }
    }

    /** Takes no more requests; idle connections close now, the others when they are idle. */
    public void retire() {
        retired = true;
        List<UpstreamConnection> all = new ArrayList<>(singles);
        all.addAll(multiplexed);
        idle.clear();
        multiplexed.clear();
        all.forEach(connection -> connection.edge().retire());
        multiplexedFailed(ConnectFailure.RETIRED);
    }
}
