package dev.fairlead.proxy;

import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.UpstreamListener;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.proxy.pool.Connector;
import dev.fairlead.proxy.pool.HttpProtocol;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Does not connect to an endpoint that is this proxy itself.
 *
 * @param loop of the connections
 * @param connector to {@code endpoint}
 */
record LoopGuard(
        OwnAddresses own,
        Direction direction,
        InetSocketAddress endpoint,
        Executor loop,
        Connector connector)
        implements Connector {
    @Override
    public void connect(
            HttpProtocol protocol, UpstreamListener listener, Consumer<ConnectFailure> failed) {
        if (own.comesBack(direction, endpoint)) {
            loop.execute(() -> failed.accept(ConnectFailure.LOOP));
        } else {
            connector.connect(protocol, listener, failed);
        }
    }
}
