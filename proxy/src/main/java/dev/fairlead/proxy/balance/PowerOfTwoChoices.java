package dev.fairlead.proxy.balance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws two ready endpoints at random and takes the one with the lower load; the first on a tie.
 * Two draws are enough to keep the longest queue short (Mitzenmacher, <i>The Power of Two Choices
 * in Randomized Load Balancing</i>, 1996), and unlike "least loaded of all" they do not send
 * everybody to the same newcomer.
 *
 * <p><b>Weights.</b> An endpoint of weight <i>w</i> is treated as <i>w / u</i> equal replicas
 * behind one address, where the unit <i>u</i> is the smallest weight among the ready ones. Both
 * draws are draws of a replica:
 *
 * <ul>
 *   <li>the first hits an endpoint with a probability proportional to its weight;
 *   <li>the second is made among the replicas that are left, so it may hit the same endpoint if
 *       that has more than one; then there is nothing to compare;
 *   <li>otherwise the loads of <i>one replica</i> are compared: the requests in flight are thought
 *       to be shared by its replicas.
 * </ul>
 *
 * <p>With equal weights, whatever their size, that is the plain choice of two distinct endpoints.
 * With equal loads the first draw wins, so the traffic is proportional to the weights. A slow
 * endpoint loses what load can take from it, but a heavy one is still tried when both draws hit it.
 *
 * <p>The weights stand in a {@link WeightTree}; an endpoint that is not ready weighs nothing there,
 * so it cannot be drawn. O(log n) per pick.
 */
final class PowerOfTwoChoices<R> {
    private final RandomGenerator random;

    private List<BalancedEndpoint<R>> seats = List.of();
    private WeightTree weights = new WeightTree(0);
    private int ready;
    private long unit;

    PowerOfTwoChoices(RandomGenerator random) {
        this.random = random;
    }

    /** Makes {@code members} the whole choice. O(n). */
    void reset(Collection<BalancedEndpoint<R>> members) {
        seats = new ArrayList<>(members);
        weights = new WeightTree(seats.size());
        ready = 0;
        for (int i = 0; i < seats.size(); i++) {
            BalancedEndpoint<R> seat = seats.get(i);
            seat.moveTo(i);
            if (seat.isReady()) {
                ready++;
                weights.add(i, weight(seat));
            }
        }
        findUnit();
    }

    /** Takes note that {@code endpoint} became ready or unready. */
    void readinessChanged(BalancedEndpoint<R> endpoint) {
        if (!endpoint.isMember()) {
            return;
        }
        int sign = endpoint.isReady() ? 1 : -1;
        ready += sign;
        weights.add(endpoint.position(), sign * weight(endpoint));
        findUnit();
    }

    private void findUnit() {
        unit = Long.MAX_VALUE;
        for (BalancedEndpoint<R> seat : seats) {
            if (seat.isReady()) {
                unit = Math.min(unit, weight(seat));
            }
        }
    }

    int readyCount() {
        return ready;
    }

    Optional<BalancedEndpoint<R>> pick(Set<BalancedEndpoint<R>> excluded) {
        excluded.forEach(endpoint -> addIfDrawable(endpoint, -1));
        try {
            return pick();
        } finally {
            excluded.forEach(endpoint -> addIfDrawable(endpoint, 1));
        }
    }

    private void addIfDrawable(BalancedEndpoint<R> endpoint, int sign) {
        if (isSeated(endpoint) && endpoint.isReady()) {
            weights.add(endpoint.position(), sign * weight(endpoint));
        }
    }

    /** Whether it has a seat here; a retry may bring endpoints of other balancers along. */
    private boolean isSeated(BalancedEndpoint<R> endpoint) {
        int position = endpoint.position();
        return endpoint.isMember() && position < seats.size() && seats.get(position) == endpoint;
    }

    Optional<BalancedEndpoint<R>> pick() {
        long total = weights.total();
        if (total == 0) {
            return Optional.empty();
        }
        int firstPosition = weights.find(random.nextLong(total));
        BalancedEndpoint<R> first = seats.get(firstPosition);
        BalancedEndpoint<R> second = total > unit ? second(firstPosition, total) : first;
        return (second == first || loadOf(first) <= loadOf(second) ? first : second).asPick();
    }

    /** Draws among all replicas but the one already drawn: the last of the first one's. */
    private BalancedEndpoint<R> second(int firstPosition, long total) {
        long draw = random.nextLong(total - unit);
        long taken = weights.before(firstPosition) + weight(seats.get(firstPosition)) - unit;
        return seats.get(weights.find(draw < taken ? draw : draw + unit));
    }

    private double loadOf(BalancedEndpoint<R> endpoint) {
        return endpoint.load().load((double) weight(endpoint) / unit);
    }

    private static long weight(BalancedEndpoint<?> endpoint) {
        return endpoint.endpoint().weight();
    }
}
