package dev.fairlead.discovery;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Where profiles and endpoints come from: files, or a control plane.
 *
 * <p>Every method may be called from any thread and never blocks. A listener is called at least
 * once, then again with each change, in order and never by two threads at once, on a thread of the
 * source's choosing (possibly the caller's, before the method returns). A value given to a listener
 * is immutable and stays usable for ever: when the source fails, the last good value simply stays
 * in force.
 */
public interface Discovery extends AutoCloseable {
    /** Follows the profile of a named service. A service that nobody knows has an empty one. */
    Subscription profile(Authority authority, Consumer<? super ServiceView> listener);

    /**
     * Follows what an original destination, the address a connection was made to before it was
     * redirected, stands for.
     */
    Subscription originalDestination(
            InetSocketAddress originalDestination, Consumer<? super ServiceView> listener);

    /** Follows the endpoints that requests for a named service may be sent to. */
    Subscription endpoints(Authority authority, Consumer<? super EndpointsView> listener);

    /** What is wrong with the source at the moment, for people and meters. */
    DiscoveryStatus status();

    /** Ends every subscription; no listener is called afterwards. */
    @Override
    void close();

    /**
     * The end of a subscription: after {@link #close} the listener is not called any more, but a
     * call that another thread has already begun still ends.
     */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
