package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The backends of one destination: its own, and those among which its traffic is split. One that
 * stays in the split keeps its endpoints, its connections and who waits in it.
 *
 * <p><b>The draw.</b> Each attempt draws anew, at random by weight, among the backends that are
 * <i>available</i>: an endpoint is ready, or there are some and the queue still takes who waits for
 * them. Drawing among these alone is the same as drawing among all and again without each one that
 * turns out to be unavailable. If none is available the draw is among those whose queue is open, as
 * their endpoints may come in time; if there is none either, among all, and the one drawn says why
 * it does not serve.
 */
final class Backends {
    private final Backend own;
    private final Backend.Context context;
    private final RandomGenerator random;
    private TrafficSplit split = TrafficSplit.NONE;
    private List<Target> targets = List.of();
    private Map<Authority, Backend> others = new LinkedHashMap<>();

    private record Target(Backend backend, long weight) {
        boolean available() {
            return backend.dispatcher().available();
        }

        boolean open() {
            return backend.dispatcher().open();
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
        before.values().forEach(dropped -> dropped.closeInto(this::draw));
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

    /** Who gives the next attempt to an endpoint. */
    Dispatcher draw() {
        if (targets.isEmpty()) {
            return own.dispatcher();
        }
        Backend drawn = draw(Target::available);
        if (drawn == null) {
            drawn = draw(Target::open);
        }
        if (drawn == null) {
            drawn = draw(_ -> true);
        }
        return (drawn == null ? own : drawn).dispatcher();
    }

    private @Nullable Backend draw(Predicate<Target> eligible) {
        long total = 0;
        for (Target target : targets) {
            total += eligible.test(target) ? target.weight() : 0;
        }
        if (total == 0) {
            return null;
        }
        long ticket = random.nextLong(total);
        for (Target target : targets) {
            if (eligible.test(target)) {
                ticket -= target.weight();
                if (ticket < 0) {
                    return target.backend();
                }
            }
        }
        throw new IllegalStateException("ticket: " + ticket + " (expected: below the total)");
    }

    void close() {
        own.close();
        others.values().forEach(Backend::close);
    }
}
