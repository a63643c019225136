package dev.fairlead.proxy.pool;

import dev.fairlead.proxy.http.UpstreamListener;
import java.util.function.Consumer;

/** Makes connections to one endpoint, on the loop of the pool that asks. */
public interface Connector {
    /**
     * Starts to connect. Either {@code listener} hears that the connection stands, or {@code
     * failed} hears why it does not; both later than this call returns.
     */
    void connect(HttpProtocol protocol, UpstreamListener listener, Consumer<ConnectFailure> failed);
}
