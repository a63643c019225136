package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.proxy.balance.BalancedEndpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The backends of one destination: its own, and those among which its traffic is split. One that
 * stays in the split keeps its endpoints, its connections and who waits in it.
 *
 * <p><b>The draw.</b> Each attempt draws anew, at random by weight, among the backends of the best
 * {@link Prospect} that any has. So a backend without a ready endpoint takes no request while
 * another has one, and a retry goes where it has not failed yet. Drawing among these alone is the
 * same as drawing among all, and again without each one that turns out not to serve. Where nobody
 * serves, attempts wait where an endpoint may come; where none may wait, the backend drawn says
 * why.
 */
final class Backends {
    private final Backend own;
    private final Backend.Context context;
    private final RandomGenerator random;
    private TrafficSplit split = TrafficSplit.NONE;
    private List<Target> targets = List.of();
    private Map<Authority, Backend> others = new LinkedHashMap<>();

    private record Target(Backend backend, long weight) {
        Prospect prospect(Set<BalancedEndpoint<UpstreamEndpoint>> tried) {
            return backend.dispatcher().prospect(tried);
        }
    }

    /**
     * @param own the backend of the destination itself
     * @param context of the others
     */
    Backends(Backend own, Backend.Context context, RandomGenerator random) {
        this.own = own;
        this.context = context;
        this.random = random;
    }

    /** Puts {@code next} in the place of what was in force, for every attempt from now on. */
    void split(TrafficSplit next) {
        if (next.equals(split)) {
            return;
        }
        split = next;
        Map<Authority, Backend> before = others;
        others = new LinkedHashMap<>();
        List<Target> drawn = new ArrayList<>();
        for (TrafficSplit.Share share : next.shares()) {
            drawn.add(new Target(backend(share, before), share.weight()));
        }
        targets = List.copyOf(drawn);
        others.forEach((authority, backend) -> backend.follow(authority));
        before.keySet().removeAll(others.keySet());
        before.values().forEach(dropped -> dropped.closeInto(attempt -> draw(attempt.tried())));
    }

    private Backend backend(TrafficSplit.Share share, Map<Authority, Backend> before) {
        if (share.itself()) {
            return own;
        }
        Authority authority = share.authority();
        Backend known = before.get(authority);
        Backend backend =
                known != null
                        ? known
                        : new Backend(context, authority.toString(), () -> Optional.of(authority));
        others.put(authority, backend);
        return backend;
    }

    /** Whether discovery has answered for every backend that may be drawn. */
    boolean answered() {
        return targets.isEmpty()
                ? own.answered()
                : targets.stream().allMatch(target -> target.backend().answered());
    }

    /**
     * Who gives the next attempt to an endpoint.
     *
     * @param tried endpoints that have failed the request
     */
    Dispatcher draw(Set<BalancedEndpoint<UpstreamEndpoint>> tried) {
        if (targets.isEmpty()) {
            return own.dispatcher();
        }
        Prospect best = Prospect.REFUSED;
        long weights = 0;
        for (Target target : targets) {
            Prospect prospect = target.prospect(tried);
            if (prospect.compareTo(best) < 0) {
                best = prospect;
                weights = 0;
            }
            weights += prospect == best ? target.weight() : 0;
        }
        return draw(tried, best, random.nextLong(weights)).dispatcher();
    }

    private Backend draw(
            Set<BalancedEndpoint<UpstreamEndpoint>> tried, Prospect best, long ticket) {
        long left = ticket;
        for (Target target : targets) {
            left -= target.prospect(tried) == best ? target.weight() : 0;
            if (left < 0) {
                return target.backend();
            }
        }
        throw new IllegalStateException("ticket: " + ticket + " (expected: below the weights)");
    }

    void close() {
        own.close();
        others.values().forEach(Backend::close);
    }
}
