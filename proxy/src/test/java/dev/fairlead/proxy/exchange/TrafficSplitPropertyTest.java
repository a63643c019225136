package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.route.DstOverride;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TrafficSplitPropertyTest {
    private static final int REQUESTS = 1000;
    private static final double DEVIATIONS = 6;
    private static final double RARE =
            8; // what is expected less than once does not vary like a bell

    /**
     * One target.
     *
     * @param serving whether it has an endpoint
     */
    record Leaf(String name, int weight, boolean serving) {}

    @Provide
    Arbitrary<List<Leaf>> leaves() {
        Arbitrary<Leaf> leaf =
                Combinators.combine(
                                Arbitraries.of("a", "b", "c", "d", "e"),
                                Arbitraries.integers().between(0, 1_000_000),
                                Arbitraries.of(true, true, false))
                        .as(Leaf::new);
        return leaf.list().ofMinSize(1).ofMaxSize(5).uniqueElements(Leaf::name);
    }

    @Property(tries = 50)
    void sharesFollowTheWeightsAmongThoseThatServe(@ForAll("leaves") List<Leaf> leaves) {
        long weights = leaves.stream().filter(Leaf::serving).mapToLong(Leaf::weight).sum();
        Assume.that(weights > 0);
        SplitBooks books = split(leaves);

        Map<String, Integer> served = books.send(REQUESTS);

        for (Leaf leaf : leaves) {
            double share = leaf.serving() ? (double) leaf.weight() / weights : 0;
            double deviation = Math.sqrt(REQUESTS * share * (1 - share));
            assertThat((double) served.getOrDefault(leaf.name(), 0))
                    .as("%s of %s", leaf, leaves)
                    .isCloseTo(REQUESTS * share, within(DEVIATIONS * deviation + RARE));
        }
        assertThat(served.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(REQUESTS);
    }

    private static SplitBooks split(List<Leaf> leaves) {
        SplitBooks books = new SplitBooks();
        for (Leaf leaf : leaves) {
            if (leaf.serving()) {
                books.leaf(leaf.name());
            } else {
                books.found(leaf.name(), EndpointsView.UNKNOWN);
            }
        }
        books.split(
                leaves.stream()
                        .map(leaf -> new DstOverride(leaf.name(), leaf.weight()))
                        .toArray(DstOverride[]::new));
        return books;
    }
}
