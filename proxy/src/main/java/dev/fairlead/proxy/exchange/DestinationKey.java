package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What stands for a destination when it is looked for. */
sealed interface DestinationKey {
    /** For messages. */
    String text();

    /** A service by its name, asked for by a client that talks to the proxy itself. */
    record Service(Authority authority) implements DestinationKey {
        @Override
        public String text() {
            return authority.toString();
        }
    }

    /** The address that a redirected connection was made to. */
    record Original(InetSocketAddress address) implements DestinationKey {
        @Override
        public String text() {
            return NetUtil.toSocketAddressString(address);
        }
    }

    /**
     * The application behind the proxy, as one of its services.
     *
     * @param service whose profile applies, if any does
     * @param configured whether the service was named by the configuration, not by a request
     */
    record Application(InetSocketAddress address, Optional<Authority> service, boolean configured)
            implements DestinationKey {
        @Override
        public String text() {
            return service.map(Authority::toString).orElseGet(() -> new Original(address).text());
        }
    }
}
