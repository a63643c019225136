package dev.fairlead.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.Endpoint.ProtocolHint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.FailureAccrual;
import dev.fairlead.discovery.NameRules;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsReaderTest {
    private static final NameRules NAMES = new NameRules("shop", "cluster.local");
    private static final Authority BOOKS = new Authority("books.shop.svc.cluster.local", 7002);

    @Test
    void readsEveryField() {
        LoadedEndpoints read =
                read(
                        """
                        books:7002:
                          - {address: 10.0.0.7:7002, weight: 3, protocol: h2}
                          - address: "[2001:db8::7]:7002"
                            protocol: http1
                            authority: books.example.com:8443
                        authors.front: []
                        """);

        assertThat(read.errors()).isEmpty();
        assertThat(read.endpoints())
                .containsExactly(
                        entry(
                                BOOKS,
                                view(
                                        endpoint("10.0.0.7", 3, ProtocolHint.HTTP_2),
                                        withAuthority("2001:db8::7", "books.example.com:8443"))),
                        entry(new Authority("authors.front.svc.cluster.local", 80), view()));
    }

    @Test
    void readsJson() {
        LoadedEndpoints read = read("{\"books:7002\": [{\"address\": \"10.0.0.7:7002\"}]}");

        assertThat(read.errors()).isEmpty();
        assertThat(read.endpoints())
                .containsExactly(entry(BOOKS, view(endpoint("10.0.0.7", 1, ProtocolHint.NONE))));
    }

    @Test
    void readsAnEmptyFileAsNoEndpoints() {
        assertThat(read("# nothing yet\n")).isEqualTo(LoadedEndpoints.EMPTY);
        assertThat(read("{}")).isEqualTo(LoadedEndpoints.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    [1, 2] | e.yaml:1:1: error: expected: a map from authority to endpoints
                    books: x | e.yaml:1:8: error: books: expected: a list of endpoints, or a map with one
                    books: [x] | e.yaml:1:9: error: books[0]: expected: a map with address, weight and protocol
                    books: [{}] | e.yaml:1:9: error: books[0]: address is missing
                    books: [{address: b:80}] | e.yaml:1:19: error: books[0].address: b:80 (expected: IP:PORT or [IPv6]:PORT)
                    books: [{address: 10.0.0.1}] | e.yaml:1:19: error: books[0].address: 10.0.0.1 (expected: IP:PORT or [IPv6]:PORT)
                    books: [{address: 10.0.0.1:0}] | e.yaml:1:19: error: books[0].address: 10.0.0.1:0 (expected: IP:PORT or [IPv6]:PORT)
                    books: [{address: 10.0.0.1:65536}] | e.yaml:1:19: error: books[0].address: 10.0.0.1:65536 (expected: IP:PORT or [IPv6]:PORT)
                    books: [{address: '::1:80'}] | e.yaml:1:19: error: books[0].address: ::1:80 (expected: IP:PORT or [IPv6]:PORT)
                    books: [{address: [1]}] | e.yaml:1:19: error: books[0].address: <sequence> (expected: IP:PORT or [IPv6]:PORT)
                    books: [{address: 1.2.3.4:5, weight: 0}] | e.yaml:1:38: error: books[0].weight: 0 (expected: a number from 1 to 1000000)
                    books: [{address: 1.2.3.4:5, weight: '2'}] | e.yaml:1:38: error: books[0].weight: 2 (expected: a number from 1 to 1000000)
                    books: [{address: 1.2.3.4:5, weight: 1000001}] | e.yaml:1:38: error: books[0].weight: 1000001 (expected: a number from 1 to 1000000)
                    books: [{address: 1.2.3.4:5, protocol: grpc}] | e.yaml:1:40: error: books[0].protocol: grpc (expected: h2 or http1)
                    books: [{address: 1.2.3.4:5, wieght: 1}] | e.yaml:1:30: error: books[0]: unknown field (expected: address, weight, protocol or authority)
                    books: [{address: 1.2.3.4:5, address: 1.2.3.4:6}] | e.yaml:1:30: error: books[0]: address is there already
                    books: [{address: 1.2.3.4:5}, {address: 1.2.3.4:5}] | e.yaml:1:31: error: books[1]: address is there already
                    books: [{address: 1.2.3.4:5, authority: 'a b'}] | e.yaml:1:41: error: books[0].authority: a b (expected: HOST or HOST:PORT)
                    books: [{address: 1.2.3.4:5, authority: 'user@books'}] | e.yaml:1:41: error: books[0].authority: user@books (expected: HOST or HOST:PORT)
                    books: {} | e.yaml:1:8: error: books: endpoints is missing
                    books: {endpoints: 1} | e.yaml:1:20: error: books.endpoints: expected: a list of endpoints
                    books: {endpoints: [x]} | e.yaml:1:21: error: books.endpoints[0]: expected: a map with address, weight and protocol
                    books: {endpoints: [], endpoints: []} | e.yaml:1:24: error: books: endpoints is there already
                    books: {endpoints: [], labels: {}} | e.yaml:1:24: error: books: unknown field (expected: annotations or endpoints)
                    books: {endpoints: [], annotations: consecutive} | e.yaml:1:37: error: books.annotations: expected: a map from annotation to text
                    books: {endpoints: [], annotations: {a: b}} | e.yaml:1:38: error: books.annotations: a is unknown (expected: balancer.linkerd.io/failure-accrual…)
                    books: {endpoints: [], annotations: {balancer.linkerd.io/failure-accrual: unified}} | e.yaml:1:75: error: books.annotations.balancer.linkerd.io/failure-accrual: unified (expected: consecutive)
                    books: {endpoints: [], annotations: {balancer.linkerd.io/failure-accrual: }} | e.yaml:1:74: error: books.annotations.balancer.linkerd.io/failure-accrual: expected: a text
                    books: {endpoints: [], annotations: {balancer.linkerd.io/failure-accrual-consecutive-max-failures: 5}} | e.yaml:1:100: error: books.annotations.balancer.linkerd.io/failure-accrual-consecutive-max-failures: without balancer.linkerd.io/failure-accrual
                    b/k: [{address: 1.2.3.4:5}] | e.yaml:1:1: error: authority: b/k (expected: NAME:PORT)
                    """)
    void tellsEachMistakeWithItsPlace(String text, String error) {
        LoadedEndpoints read = read(text);

        assertThat(read.errors()).containsExactly(error);
        assertThat(read.endpoints()).isEmpty();
    }

    @Test
    void readsHowAServiceAsksForCircuitBreaking() {
        LoadedEndpoints read =
                read(
                        """
                        books:7002:
                          annotations:
                            balancer.linkerd.io/failure-accrual: consecutive
                            balancer.linkerd.io/failure-accrual-consecutive-max-failures: 3
                            balancer.linkerd.io/failure-accrual-consecutive-min-penalty: "500ms"
                          endpoints:
                          - address: 10.0.0.7:7002
                        """);

        assertThat(read.errors()).isEmpty();
        assertThat(read.endpoints())
                .containsExactly(
                        entry(
                                BOOKS,
                                new EndpointsView(
                                        true,
                                        List.of(endpoint("10.0.0.7", 1, ProtocolHint.NONE)),
                                        Optional.of(
                                                new FailureAccrual(
                                                        3,
                                                        Duration.ofMillis(500),
                                                        Duration.ofSeconds(60),
                                                        0.5)))));
    }

    @Test
    void tellsAllMistakesAndGivesTheServicesWithoutOne() {
        LoadedEndpoints read =
                read(
                        """
                        authors:
                          - {address: nowhere, weight: -1}
                        books:7002:
                          - {address: 10.0.0.7:7002}
                        books.shop:7002:
                          - {address: 10.0.0.8:7002}
                        reviews:
                          - {adress: 10.0.0.9:80}
                        """);

        assertThat(read.errors())
                .extracting(error -> error.substring(0, error.indexOf(": error")))
                .containsExactly(
                        "e.yaml:2:15", "e.yaml:2:32", "e.yaml:5:1", "e.yaml:8:5", "e.yaml:8:6");
        assertThat(read.endpoints())
                .containsExactly(entry(BOOKS, view(endpoint("10.0.0.7", 1, ProtocolHint.NONE))));
    }

    @ParameterizedTest
    @CsvSource({"'a: [', e.yaml:1:", "'a: b\n---\nc: d', e.yaml:2:1", "'a: \u0000', e.yaml:1:1"})
    void tellsWhereAFileIsNoYaml(String text, String place) {
        assertThat(read(text).errors())
                .singleElement()
                .asString()
                .startsWith(place)
                .contains("error: not YAML: ");
    }

    @Property
    void takesAnyTextWithoutAnException(@ForAll("texts") String text) {
        LoadedEndpoints read = read(text);

        assertThat(read.errors())
                .allMatch(error -> error.matches("(?s)e\\.yaml:\\d+:\\d+: error: .*"));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces =
                Arbitraries.of(
                        "books",
                        ":",
                        ": ",
                        "\n",
                        "  ",
                        "- ",
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        "address",
                        "weight",
                        "protocol",
                        "authority",
                        "endpoints",
                        "annotations",
                        "balancer.linkerd.io/failure-accrual",
                        "consecutive",
                        "10.0.0.1:80",
                        "[::1]:80",
                        "&a ",
                        "*a",
                        "<<",
                        "!!int ",
                        "'",
                        "\"",
                        "|",
                        "?",
                        "# ",
                        "---",
                        "0x1",
                        "\t",
                        "ü",
                        "\u0000");
        return pieces.list().ofMaxSize(30).map(list -> String.join("", list));
    }

    private static LoadedEndpoints read(String text) {
        return EndpointsReader.read("e.yaml", text, NAMES);
    }

    private static Endpoint endpoint(String ip, int weight, ProtocolHint protocol) {
        var address = new InetSocketAddress(ip, 7002);
        return new Endpoint(address, weight, protocol, Collections.emptySortedMap());
    }

    private static Endpoint withAuthority(String ip, String authority) {
        return new Endpoint(
                new InetSocketAddress(ip, 7002),
                1,
                ProtocolHint.HTTP_1,
                Collections.emptySortedMap(),
                Optional.of(authority));
    }

    private static EndpointsView view(Endpoint... endpoints) {
        return new EndpointsView(true, List.of(endpoints));
    }
}
