package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Discovery;
import dev.fairlead.discovery.Discovery.Subscription;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What serves one name: its endpoints, live on one loop, and the dispatcher that gives attempts to
 * them. Endpoints that were once known stay until others take their place.
 */
final class Backend {
    private final Context context;
    private final Dispatcher dispatcher;
    private EndpointsView endpoints = EndpointsView.UNKNOWN;
    private @Nullable Followed followed;
    private boolean answered;

    /**
     * What backends of one destination share.
     *
     * @param changed told on the loop after each change, possibly while {@link #follow} runs
     */
    record Context(LoopSide side, Discovery discovery, Runnable changed) {}

    /**
     * A backend of which nothing is known yet.
     *
     * @param name in messages
     * @param authority the label of its endpoints' series, asked for when an endpoint comes
     */
    Backend(Context context, String name, Supplier<Optional<Authority>> authority) {
        this.context = context;
        EndpointFactory factory = new EndpointFactory(context.side());
        this.dispatcher =
                new Dispatcher(
                        context.side(), name, endpoint -> factory.make(endpoint, authority.get()));
    }

    /** A service's endpoints, as long as they are those of this backend. */
    private final class Followed {
        final Authority authority;
        @Nullable Subscription subscription;

        Followed(Authority authority) {
            this.authority = authority;
        }

        void found(EndpointsView next) {
            if (followed == this) {
                set(next);
                context.changed().run();
            }
        }

        void close() {
            if (subscription != null) {
                subscription.close();
            }
        }
    }

    private void set(EndpointsView next) {
        answered = true;
        if (!endpoints.equals(next)) {
            endpoints = next;
            dispatcher.update(next);
        }
    }

    /** Goes to the endpoints of a service, from when discovery first tells them. */
    void follow(Authority authority) {
        if (followed != null && followed.authority.equals(authority)) {
            return;
        }
        unfollow();
        Followed next = new Followed(authority);
        followed = next;
        next.subscription =
                context.discovery()
                        .endpoints(authority, new OnLoop<>(context.side().loop(), next::found));
    }

    /** Goes to one endpoint, whatever discovery says. */
    void settle(Endpoint endpoint) {
        unfollow();
        set(new EndpointsView(true, List.of(endpoint)));
    }

    private void unfollow() {
        if (followed != null) {
            followed.close();
            followed = null;
        }
    }

    /** Whether anything has been said about its endpoints, be it that there are none. */
    boolean answered() {
        return answered;
    }

    /** Whether discovery knows the service at all. */
    boolean known() {
        return endpoints.known();
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Fails who waits; exchanges in flight finish. */
    void close() {
        unfollow();
        dispatcher.close();
    }

    /** Leaves who waits to others; exchanges in flight finish. */
    void closeInto(Function<Attempt, Dispatcher> successor) {
        unfollow();
        dispatcher.closeInto(successor);
    }
}
