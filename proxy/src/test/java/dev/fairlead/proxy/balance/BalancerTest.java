package dev.fairlead.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.Endpoint.ProtocolHint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancerTest {
    private static final int PICKS = 40_000;

    private final FakeClock clock = new FakeClock();
    private final Recorder lifecycle = new Recorder();
    private final Balancer<String> balancer = new Balancer<>(lifecycle, clock, new Random(42));

    /** Remembers who came and went, and keeps the port as a text. */
    private static final class Recorder implements EndpointLifecycle<String> {
        final List<Endpoint> added = new ArrayList<>();
        final List<BalancedEndpoint<String>> removed = new ArrayList<>();

        @Override
        public String added(Endpoint endpoint) {
            added.add(endpoint);
            return "port " + endpoint.address().getPort();
        }

        @Override
        public void removed(BalancedEndpoint<String> endpoint) {
            assertThat(endpoint.isMember()).isFalse();
            removed.add(endpoint);
        }
    }

    private static Endpoint endpoint(int port, int weight) {
        return new Endpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                weight,
                ProtocolHint.NONE,
                Collections.emptySortedMap());
    }

    private BalancedEndpoint<String> at(int port) {
        return balancer.endpoints().stream()
                .filter(candidate -> candidate.endpoint().address().getPort() == port)
                .findFirst()
                .orElseThrow();
    }

    private Map<Integer, Integer> picksByPort(Set<BalancedEndpoint<String>> excluded) {
        Map<Integer, Integer> picks = new TreeMap<>();
        for (int i = 0; i < PICKS; i++) {
            int port = balancer.pick(excluded).orElseThrow().endpoint().address().getPort();
            picks.merge(port, 1, Integer::sum);
        }
        return picks;
    }

    @Test
    void picksNobodyOutOfNone() {
        assertThat(balancer.pick()).isEmpty();
        assertThat(balancer.readyCount()).isZero();
    }

    @Test
    void picksTheOnlyOne() {
        balancer.update(List.of(endpoint(1, 7)));

        assertThat(balancer.pick()).containsSame(at(1));
        assertThat(balancer.pick().orElseThrow().resource()).isEqualTo("port 1");
    }

    @Test
    void picksTheLessLoadedOfTwo() {
        balancer.update(List.of(endpoint(1, 10_000), endpoint(2, 10_000)));
        at(1).load().started();

        assertThat(picksByPort(Set.of())).containsExactly(Map.entry(2, PICKS));
    }

    @Test
    void spreadsEqualLoadsEvenly() {
        balancer.update(List.of(endpoint(1, 1), endpoint(2, 1), endpoint(3, 1), endpoint(4, 1)));

        Map<Integer, Integer> picks = picksByPort(Set.of());

        assertThat(picks).hasSize(4);
        assertThat(picks.values())
                .allSatisfy(n -> assertThat(n).isCloseTo(PICKS / 4, within(PICKS / 50)));
    }

    @Test
    void neverPicksTheWorstOfManyWhenLoadsDiffer() {
        balancer.update(IntStream.rangeClosed(1, 10).mapToObj(i -> endpoint(i, 1)).toList());
        at(10).load().started();

        assertThat(picksByPort(Set.of())).doesNotContainKey(10).hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sharesOfEqualLoadsAreProportionalToWeights(long seed) {
        Random random = new Random(seed);
        List<Endpoint> endpoints =
                IntStream.rangeClosed(1, 2 + random.nextInt(8))
                        .mapToObj(port -> endpoint(port, 1 + random.nextInt(100)))
                        .toList();
        balancer.update(endpoints);
        double total = endpoints.stream().mapToInt(Endpoint::weight).sum();

        Map<Integer, Integer> picks = picksByPort(Set.of());

        assertThat(endpoints)
                .allSatisfy(e ->
                        assertThat(picks.getOrDefault(e.address().getPort(), 0) / (double) PICKS)
                                .isCloseTo(e.weight() / total, within(0.015)));
    }

    @Test
    void requestsInFlightSettleInProportionToWeights() {
        balancer.update(List.of(endpoint(1, 3), endpoint(2, 1)));

        for (int i = 0; i < 400; i++) {
            balancer.pick().orElseThrow().load().started();
        }

        assertThat(at(1).load().pending()).isCloseTo(300, within(20));
        assertThat(at(2).load().pending()).isCloseTo(100, within(20));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverPicksUnreadyOrExcluded(long seed) {
        Random random = new Random(seed);
        balancer.update(
                IntStream.rangeClosed(1, 20)
                        .mapToObj(port -> endpoint(port, 1 + random.nextInt(1000)))
                        .toList());

        for (int round = 0; round < 500; round++) {
            Set<BalancedEndpoint<String>> allowed = new HashSet<>();
            Set<BalancedEndpoint<String>> excluded = new HashSet<>();
            for (BalancedEndpoint<String> e : balancer.endpoints()) {
                boolean ready = random.nextInt(4) == 0;
                balancer.setReady(e, ready);
                if (random.nextBoolean()) {
                    excluded.add(e);
                } else if (ready) {
                    allowed.add(e);
                }
                if (random.nextBoolean()) {
                    e.load().started();
                }
            }

            for (int i = 0; i < 20; i++) {
                if (allowed.isEmpty()) {
                    assertThat(balancer.pick(excluded)).isEmpty();
                } else {
                    assertThat(balancer.pick(excluded).orElseThrow()).isIn(allowed);
                }
            }
            assertThat(balancer.readyCount())
                    .isEqualTo(
                            (int)
                                    balancer.endpoints().stream()
                                            .filter(BalancedEndpoint::isReady)
                                            .count());
        }
    }

    @Test
    void exclusionLastsForOnePick() {
        balancer.update(List.of(endpoint(1, 5), endpoint(2, 5)));
        Set<BalancedEndpoint<String>> first = Set.of(at(1));

        assertThat(picksByPort(first)).containsOnlyKeys(2);
        assertThat(picksByPort(Set.of())).containsOnlyKeys(1, 2);
        assertThat(balancer.pick(Set.copyOf(balancer.endpoints()))).isEmpty();
        assertThat(balancer.pick()).isPresent();
    }

    @Test
    void excludedEndpointThatHasLeftChangesNothing() {
        balancer.update(List.of(endpoint(1, 5), endpoint(2, 5)));
        BalancedEndpoint<String> gone = at(1);
        balancer.update(List.of(endpoint(2, 5)));

        assertThat(balancer.pick(Set.of(gone))).containsSame(at(2));
        assertThat(balancer.pick()).containsSame(at(2));
    }

    @Test
    void excludedEndpointsOfAnotherBalancerChangeNothing() {
        balancer.update(List.of(endpoint(1, 5), endpoint(2, 5)));
        Balancer<String> other = new Balancer<>(lifecycle, clock, new Random(42));
        other.update(IntStream.rangeClosed(1, 9).mapToObj(port -> endpoint(port, 1_000)).toList());
        Set<BalancedEndpoint<String>> foreign = Set.copyOf(other.endpoints());

        assertThat(picksByPort(foreign)).containsOnlyKeys(1, 2);
        assertThat(picksByPort(Set.of())).containsOnlyKeys(1, 2);
        assertThat(balancer.pick(Set.of(at(1), other.endpoints().iterator().next())))
                .containsSame(at(2));
    }

    @Test
    void slowEndpointGetsLess() {
        balancer.update(IntStream.rangeClosed(1, 4).mapToObj(i -> endpoint(i, 1)).toList());
        Map<Integer, Integer> picks = new HashMap<>();

        for (int i = 0; i < 5_000; i++) {
            BalancedEndpoint<String> picked = balancer.pick().orElseThrow();
            int port = picked.endpoint().address().getPort();
            Duration answer = Duration.ofMillis(port == 1 ? 200 : 5);
            picked.load().started();
            clock.advance(answer);
            picked.load().finished(answer.toNanos());
            picks.merge(port, 1, Integer::sum);
        }

        assertThat(picks.get(1)).isPositive().isLessThan(5_000 / 4 / 10);
        assertThat(List.of(picks.get(2), picks.get(3), picks.get(4)))
                .allSatisfy(n -> assertThat(n).isGreaterThan(1_000));
    }

    @Test
    void updateKeepsEqualEndpointsWithLoadAndReadiness() {
        balancer.update(List.of(endpoint(1, 1), endpoint(2, 1)));
        BalancedEndpoint<String> kept = at(1);
        kept.load().started();
        balancer.setReady(kept, false);

        balancer.update(List.of(endpoint(3, 1), endpoint(1, 1)));

        assertThat(at(1)).isSameAs(kept);
        assertThat(kept.load().pending()).isEqualTo(1);
        assertThat(kept.isReady()).isFalse();
        assertThat(balancer.readyCount()).isEqualTo(1);
        assertThat(picksByPort(Set.of())).containsOnlyKeys(3);
    }

    @Test
    void updateTellsWhoCameAndWent() {
        balancer.update(List.of(endpoint(1, 1), endpoint(2, 1)));
        BalancedEndpoint<String> left = at(2);

        balancer.update(List.of(endpoint(1, 1), endpoint(3, 1)));

        assertThat(lifecycle.added).containsExactly(endpoint(1, 1), endpoint(2, 1), endpoint(3, 1));
        assertThat(lifecycle.removed).containsExactly(left);
    }

    @Test
    void changedEndpointIsReplacedAndReady() {
        balancer.update(List.of(endpoint(1, 1)));
        BalancedEndpoint<String> old = at(1);
        old.load().started();
        balancer.setReady(old, false);

        balancer.update(List.of(endpoint(1, 2)));

        assertThat(lifecycle.removed).containsExactly(old);
        assertThat(at(1)).isNotSameAs(old);
        assertThat(at(1).load().pending()).isZero();
        assertThat(balancer.pick()).containsSame(at(1));
    }

    @Test
    void readinessOfOneThatLeftIsNobodysBusiness() {
        balancer.update(List.of(endpoint(1, 1), endpoint(2, 1)));
        BalancedEndpoint<String> gone = at(2);
        balancer.update(List.of(endpoint(1, 1)));

        balancer.setReady(gone, false);

        assertThat(balancer.readyCount()).isEqualTo(1);
        assertThat(balancer.pick()).containsSame(at(1));
    }

    @Test
    void lastOfTwoWithOneAddressCounts() {
        balancer.update(List.of(endpoint(1, 1), endpoint(1, 9)));

        assertThat(balancer.endpoints()).hasSize(1);
        assertThat(at(1).endpoint().weight()).isEqualTo(9);
        assertThat(lifecycle.added).containsExactly(endpoint(1, 9));
    }

    @Test
    void emptyUpdateRemovesAll() {
        balancer.update(List.of(endpoint(1, 1), endpoint(2, 1)));

        balancer.update(List.of());

        assertThat(lifecycle.removed).hasSize(2);
        assertThat(balancer.pick()).isEmpty();
    }

    @Test
    void thousandEndpointsAreSpreadEvenly() {
        balancer.update(IntStream.rangeClosed(1, 1000).mapToObj(i -> endpoint(i, 10)).toList());

        for (int i = 0; i < 100_000; i++) {
            balancer.pick().orElseThrow().load().started();
        }

        assertThat(balancer.endpoints())
                .allSatisfy(e -> assertThat(e.load().pending()).isBetween(90, 110));
    }
}
