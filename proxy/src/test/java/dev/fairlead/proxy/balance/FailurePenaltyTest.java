package dev.fairlead.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A minute of 1,000 requests a second to three endpoints, simulated: answers take 5 to 15 ms,
 * failures 1 ms.
 */
class FailurePenaltyTest {
    private static final int REQUESTS = 60_000;
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(1);

    private final FakeClock clock = new FakeClock();
    private final int[] requests = new int[3];

    /** A request on its way. */
    private record Call(
            BalancedEndpoint<Integer> endpoint, long sentNanos, long endNanos, boolean fails) {}

    /** Keeps the position of each endpoint. */
    private static final class Positions implements EndpointLifecycle<Integer> {
        @Override
        public Integer added(Endpoint endpoint) {
            return endpoint.address().getPort() - 1;
        }

        @Override
        public void removed(BalancedEndpoint<Integer> endpoint) {
            throw new AssertionError("nobody leaves");
        }
    }

    /** The share of each endpoint when they fail at these rates. */
    private double[] shares(long seed, double... failureRates) {
        Random random = new Random(seed);
        Balancer<Integer> balancer = new Balancer<>(new Positions(), clock, random);
        balancer.update(
                IntStream.rangeClosed(1, 3).mapToObj(FailurePenaltyTest::endpoint).toList());
        var calls = new PriorityQueue<>(Comparator.comparingLong(Call::endNanos));
        for (int i = 0; i < REQUESTS; i++) {
            clock.advance(BETWEEN_REQUESTS);
            long now = clock.getAsLong();
            while (!calls.isEmpty() && calls.peek().endNanos() <= now) {
                end(calls.remove());
            }
            BalancedEndpoint<Integer> picked = balancer.pick().orElseThrow();
            picked.load().started();
            requests[picked.resource()]++;
            boolean fails = random.nextDouble() < failureRates[picked.resource()];
            Duration takes =
                    fails ? Duration.ofMillis(1) : Duration.ofMillis(random.nextInt(5, 15));
            calls.add(new Call(picked, now, now + takes.toNanos(), fails));
        }
        return IntStream.of(requests).mapToDouble(count -> (double) count / REQUESTS).toArray();
    }

    private static void end(Call call) {
        long elapsed = call.endNanos() - call.sentNanos();
        if (call.fails()) {
            call.endpoint().load().failed(elapsed, 0);
        } else {
            call.endpoint().load().finished(elapsed);
        }
    }

    private static Endpoint endpoint(int port) {
        return Endpoint.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void endpointThatAlwaysFailsQuicklyGetsHardlyAnything(long seed) {
        double[] shares = shares(seed, 1, 0, 0);

        assertThat(shares[0]).isLessThan(0.05);
        assertThat(List.of(shares[1], shares[2])).allMatch(share -> share > 0.4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void endpointsThatFailAlikeStayAlike(long seed) {
        double[] shares = shares(seed, 0.01, 0.01, 0.01);

        assertThat(shares).hasSize(3);
        for (double share : shares) {
            assertThat(share).isBetween(0.23, 0.43);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void strayFailureDoesNotSwingTheTrafficAway(long seed) {
        double[] shares = shares(seed, 0.0001, 0, 0);

        assertThat(shares[0]).isGreaterThan(0.15);
    }
}
