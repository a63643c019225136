package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Authority;
import dev.fairlead.proxy.exchange.TrafficSplit.Share;
import dev.fairlead.route.DstOverride;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficSplitTest {
    private static final Authority BOOKS = new Authority("books.shop.svc.cluster.local", 7002);

    private static List<Share> of(DstOverride... overrides) {
        return TrafficSplit.of(BOOKS, List.of(overrides)).shares();
    }

    private static Share share(String name, int port, long weight) {
        return new Share(new Authority(name, port), weight, false);
    }

    @Test
    void targetsKeepTheirOrderAndWeights() {
        assertThat(
                        of(
                                new DstOverride("b.shop.svc.cluster.local:80", 9000),
                                new DstOverride("a.shop.svc.cluster.local:81", 1000)))
                .containsExactly(
                        share("b.shop.svc.cluster.local", 80, 9000),
                        share("a.shop.svc.cluster.local", 81, 1000));
    }

    @ParameterizedTest
    @CsvSource({
        "leaf, leaf.shop.svc.cluster.local:7002",
        "leaf:81, leaf.shop.svc.cluster.local:81",
        "leaf.attic, leaf.attic.svc.cluster.local:7002",
        "leaf.attic.svc, leaf.attic.svc.cluster.local:7002",
        "Leaf.Attic.svc.cluster.local, leaf.attic.svc.cluster.local:7002",
        "leaf.attic.svc.other.domain:9, leaf.attic.svc.other.domain:9",
        "10.0.0.7:9, 10.0.0.7:9",
    })
    void nameIsReadFromWhereTheServiceStands(String written, String read) {
        assertThat(of(new DstOverride(written, 1)))
                .singleElement()
                .extracting(share -> share.authority().toString())
                .isEqualTo(read);
    }

    @Test
    void instanceStandsInTheNamespaceOfItsService() {
        Authority instance = new Authority("books-0.books.shop.svc.cluster.local", 80);

        assertThat(TrafficSplit.of(instance, List.of(new DstOverride("leaf", 1))).shares())
                .containsExactly(share("leaf.shop.svc.cluster.local", 80, 1));
    }

    @ParameterizedTest
    @CsvSource({"api.example.com", "10.96.0.10", "localhost", "svc", "a.svc.b"})
    void serviceOutsideOfAClusterMayBeSplitToo(String service) {
        assertThat(
                        TrafficSplit.of(
                                        new Authority(service, 80),
                                        List.of(new DstOverride("leaf.shop.svc.cluster.local", 1)))
                                .shares())
                .containsExactly(share("leaf.shop.svc.cluster.local", 80, 1));
    }

    @Test
    void targetWithoutWeightIsNone() {
        assertThat(of(new DstOverride("a", 0), new DstOverride("b", 1)))
                .containsExactly(share("b.shop.svc.cluster.local", 7002, 1));
    }

    @Test
    void targetsWithoutAnyWeightAreNoSplit() {
        assertThat(
                        TrafficSplit.of(
                                BOOKS, List.of(new DstOverride("a", 0), new DstOverride("b", 0))))
                .isEqualTo(TrafficSplit.NONE);
    }

    @Test
    void numberThatIsNoAddressIsNoTarget() {
        assertThat(of(new DstOverride("1.2.3", 1), new DstOverride("b", 1)))
                .containsExactly(share("b.shop.svc.cluster.local", 7002, 1));
    }

    @Test
    void weightsOfATargetNamedTwiceAddUpBeyondAnInt() {
        assertThat(
                        of(
                                new DstOverride("a", Integer.MAX_VALUE),
                                new DstOverride("b", 1),
                                new DstOverride(
                                        "a.shop.svc.cluster.local.:7002", Integer.MAX_VALUE)))
                .containsExactly(
                        share("a.shop.svc.cluster.local", 7002, 2L * Integer.MAX_VALUE),
                        share("b.shop.svc.cluster.local", 7002, 1));
    }

    @Test
    void serviceItselfIsKnownByNameAndPort() {
        assertThat(of(new DstOverride("books", 1), new DstOverride("books:80", 2)))
                .containsExactly(
                        new Share(BOOKS, 1, true), share("books.shop.svc.cluster.local", 80, 2));
    }
}
