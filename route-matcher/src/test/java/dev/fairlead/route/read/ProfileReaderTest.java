package dev.fairlead.route.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.route.DstOverride;
import dev.fairlead.route.RequestCondition;
import dev.fairlead.route.RetryBackoff;
import dev.fairlead.route.RetryBudgetPolicy;
import dev.fairlead.route.RetrySpec;
import dev.fairlead.route.RouteSpec;
import dev.fairlead.route.ServiceProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileReaderTest {

    private static final String HEAD =
            """
            apiVersion: linkerd.io/v1alpha2
            kind: ServiceProfile
            metadata: {name: books.shop.svc.cluster.local, namespace: shop}
            spec:
            """;

    private static Reading read(String spec) {
        return ProfileReader.read("books.yaml", HEAD + spec);
    }

    private static List<String> problems(String spec) {
        return read(spec).problems().stream().map(Problem::toString).toList();
    }

    private static List<String> routeProblems(String route) {
        return problems("  routes:\n  - {name: r, " + route + "}\n").stream()
                .map(line -> line.replaceFirst("^books.yaml:6:\\d+: ", ""))
                .toList();
    }

    @Test
    void readsEveryField() {
        Reading reading =
                read(
                        """
                          routes:
                          - name: GET /books/{id}
                            condition: {method: get, pathRegex: ' /books/[^/]* '}
                            isRetryable: true
                            timeout: 2s
                            maxRetries: 2
                            perTryTimeout: 500ms
                            retryBackoff: {min: 10ms, max: 1s}
                            maxRetryBodyBytes: 1024
                          retryBudget: {retryRatio: 0.3, minRetriesPerSecond: 4, ttl: 12s}
                          dstOverrides:
                          - {authority: 'books-new.shop.svc.cluster.local:80', weight: 500m}
                        """);

        RetrySpec retry =
                new RetrySpec(
                        true,
                        OptionalInt.of(2),
                        Optional.of(Duration.ofMillis(500)),
                        Optional.of(new RetryBackoff(Duration.ofMillis(10), Duration.ofSeconds(1))),
                        OptionalInt.of(1024));
        RouteSpec route =
                new RouteSpec(
                        "GET /books/{id}",
                        new RequestCondition.All(
                                List.of(
                                        new RequestCondition.Method("GET"),
                                        new RequestCondition.PathRegex("/books/[^/]*"))),
                        List.of(),
                        Optional.of(Duration.ofSeconds(2)),
                        retry);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.documents())
                .containsExactly(
                        new Document(
                                new ServiceProfile(
                                        "books.shop.svc.cluster.local",
                                        "shop",
                                        List.of(route),
                                        Optional.of(
                                                new RetryBudgetPolicy(
                                                        0.3, 4, Duration.ofSeconds(12))),
                                        List.of(
                                                new DstOverride(
                                                        "books-new.shop.svc.cluster.local:80",
                                                        5000))),
                                1));
    }

    @Test
    void findsFiveMistakesAtTheirPlaces() {
        Reading reading =
                read(
                        """
                          routes:
                          - name: a
                            condition: {pathRegex: '/pay('}
                            timeout: soon
                          - name: b
                            condition: {methd: GET}
                            isRetryable: 'yes'
                          retryBudget: {retryRatio: -1, minRetriesPerSecond: 1, ttl: 10s}
                        """);

        assertThat(reading.documents()).isEmpty();
        assertThat(reading.problems())
                .extracting(Problem::line, Problem::column, Problem::field)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                7, 28, "spec.routes[0].condition.pathRegex"),
                        org.assertj.core.groups.Tuple.tuple(8, 14, "spec.routes[0].timeout"),
                        org.assertj.core.groups.Tuple.tuple(
                                10, 17, "spec.routes[1].condition.methd"),
                        org.assertj.core.groups.Tuple.tuple(11, 18, "spec.routes[1].isRetryable"),
                        org.assertj.core.groups.Tuple.tuple(12, 29, "spec.retryBudget.retryRatio"));
        assertThat(reading.problems()).allMatch(p -> p.severity() == Severity.ERROR);
        assertThat(reading.problems().getFirst().toString())
                .isEqualTo(
                        "books.yaml:7:28: error: spec.routes[0].condition.pathRegex:"
                                + " no RE2 expression: missing closing ): /pay(");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "condition: {method: PURGE}; \"PURGE\" is an unusual method",
                "condition: {method: 'no token'}; is no HTTP method",
                "condition: {method: GET}, timeout: 0s; the route has no timeout",
                "condition: {method: GET}, timeout: -1s; the route has no timeout",
                "condition: {pathRegex: '/a\\?b'}; never matches: the path comes without its query",
                "condition: {pathRegex: /a|/b}; each alternative must match the whole path",
                "condition: {method: POST}, isRetryable: true; POST may take effect twice",
                "condition: {all: []}; an empty list matches every request",
                "condition: {any: []}; an empty list matches no request",
                "condition: {method: GET, pathRegex: ''}; empty: not looked at",
                "condition: {METHOD: GET}; is spelt method",
                "condition: {method: yes}; yes reads as \"true\"",
                "condition: {method: GET}, responseClasses: [{condition: {status: {min: 404}}}];"
                        + " means exactly 404",
                "condition: {method: GET}, timeout: 1s, perTryTimeout: 1s; has no effect",
                "condition: {method: GET}, timeout: 1s, isRetryable: true;"
                        + " a slow attempt takes all of it",
            })
    void warnsOfWhatSurprises(String route, String text) {
        Reading reading = read("  routes:\n  - {name: r, " + route + "}\n");

        assertThat(reading.problems())
                .anyMatch(p -> p.severity() == Severity.WARNING && p.text().contains(text));
        assertThat(reading.documents()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout: 1s",
                "isRetryable: true",
                "isRetryable: true, timeout: 1s, perTryTimeout: 300ms",
                "isRetryable: false, timeout: 1s",
            })
    void timeoutIsNoSurpriseWhenASlowAttemptCannotTakeItFromARetry(String route) {
        Reading reading =
                read("  routes:\n  - {name: r, condition: {method: GET}, " + route + "}\n");

        assertThat(reading.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "condition: {method: GET}, maxRetries: -1; maxRetries",
                "condition: {method: GET}, maxRetries: 1.5; maxRetries",
                "condition: {method: GET}, maxRetries: 3000000000; maxRetries",
                "condition: {method: GET}, perTryTimeout: 0s; perTryTimeout",
                "condition: {method: GET}, perTryTimeout: 1; perTryTimeout",
                "condition: {method: GET}, retryBackoff: {min: 1s}; retryBackoff.max",
                "condition: {method: GET}, retryBackoff: {min: 2s, max: 1s}; retryBackoff",
                "condition: {method: GET}, retryBackoff: 1s; retryBackoff",
                "condition: {method: GET}, maxRetryBodyBytes: big; maxRetryBodyBytes",
                "condition: {method: GET}, responseClasses: [{condition: {status: {}}}];"
                        + " responseClasses[0].condition.status",
                "condition: {not: [{method: GET}]}; condition.not",
                "condition: {method: [GET]}; condition.method",
                "condition: {}; condition",
                "condition: {pathRegex: '(?=x)'}; condition.pathRegex",
                "timeout: 1s; condition",
            })
    void refusesWhatHasNoMeaning(String route, String field) {
        Reading reading = read("  routes:\n  - {name: r, " + route + "}\n");

        assertThat(reading.problems())
                .extracting(Problem::severity, Problem::field)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Severity.ERROR, "spec.routes[0]." + field.strip()));
        assertThat(reading.documents()).isEmpty();
    }

    @Test
    void acceptsAlternativesThatAreAnchoredThemselves() {
        assertThat(routeProblems("condition: {pathRegex: '^/a$|^/b$'}")).isEmpty();
        assertThat(routeProblems("condition: {pathRegex: '/(a|b)[|]'}")).isEmpty();
        assertThat(routeProblems("condition: {pathRegex: '/a[?]'}")).isEmpty();
    }

    @Test
    void warnsOfNamesAndOrder() {
        assertThat(
                        problems(
                                """
                                  routes:
                                  - {name: twin, condition: {pathRegex: '/.*'}}
                                  - {name: twin, condition: {method: PUT, pathRegex: /a}}
                                """))
                .containsExactly(
                        "books.yaml:7:5: warning: spec.routes[1]: never taken: spec.routes[0]"
                                + " before it takes all of its requests",
                        "books.yaml:7:12: warning: spec.routes[1].name: \"twin\" is the name of"
                                + " spec.routes[0] too: their numbers are counted together");
    }

    @ParameterizedTest
    @CsvSource({"0.5s,true", "61s,true", "1s,false", "60s,false"})
    void warnsOfABudgetThatLinkerdIgnores(String ttl, boolean warned) {
        Reading reading =
                read(
                        "  retryBudget: {retryRatio: 0.2, minRetriesPerSecond: 1, ttl: "
                                + ttl
                                + "}\n");

        assertThat(reading.problems()).hasSize(warned ? 1 : 0);
        assertThat(reading.documents()).hasSize(1);
    }

    @Test
    void keepsGoodDocumentsBesideBadOnes() {
        String text =
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: x}
                ---
                apiVersion: linkerd.io/v1alpha1
                kind: ServiceProfile
                metadata: {name: a}
                ---
                # nothing
                ---
                apiVersion: linkerd.io/v1alpha2
                kind: ServiceProfile
                metadata: {name: b}
                spec: {routes: 7}
                ---
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: linkerd.io/v1alpha2, kind: ServiceProfile, metadata: {name: c}}
                - {apiVersion: linkerd.io/v1alpha2, kind: ServiceProfile, metadata: {name: D}}
                """;

        Reading reading = ProfileReader.read("all.yaml", text);

        assertThat(reading.documents())
                .extracting(d -> d.profile().name() + "@" + d.line())
                .containsExactly("a@5", "c@19");
        assertThat(reading.problems())
                .extracting(p -> p.line() + " " + p.severity().text() + " " + p.field())
                .containsExactly(
                        "2 warning kind",
                        "14 error spec.routes",
                        "20 error items[1].metadata.name");
    }

    @Test
    void findsKeysGivenTwice() {
        String twice = "  routes:\n  - name: a\n    name: b\n    condition: {method: GET}\n";

        assertThat(problems(twice))
                .containsExactly("books.yaml:7:5: error: spec.routes[0].name: given twice");
        assertThat(LinkerdValidator.firstError(HEAD + twice))
                .contains(
                        "failed to validate ServiceProfile: error converting YAML to JSON: yaml:"
                                + " unmarshal errors:\n  line 7: key \"name\" already set in map");
    }

    @Test
    void placesProblemsInJson() {
        String json =
                """
                {"apiVersion": "linkerd.io/v1alpha2", "kind": "ServiceProfile",
                 "metadata": {"name": "a", "managedFields": [{"manager": "x"}], "newField": 1},
                 "status": {"phase": "x"},
                 "spec": {"routes": [{"name": "r", "name": "s",
                   "condition": {"pathRegex": 5, "method": true}, "isRetryable": "no"}]}}
                """;

        assertThat(ProfileReader.read("a.json", json).problems())
                .extracting(p -> p.line() + ":" + p.column() + " " + p.severity() + " " + p.field())
                .containsExactly(
                        "2:65 WARNING metadata.newField",
                        "4:36 ERROR spec.routes[0].name",
                        "5:44 WARNING spec.routes[0].condition.method",
                        "5:66 ERROR spec.routes[0].isRetryable");
    }

    @Test
    void expandsAliasesAndMerges() {
        Reading reading =
                read(
                        """
                          routes:
                          - &base
                            name: a
                            condition: &c {method: GET, pathRegex: /a}
                            timeout: 1s
                          - {<<: *base, name: b, condition: {not: *c}}
                        """);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.documents().getFirst().profile().routes())
                .extracting(RouteSpec::name, RouteSpec::timeout)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "a", Optional.of(Duration.ofSeconds(1))),
                        org.assertj.core.groups.Tuple.tuple(
                                "b", Optional.of(Duration.ofSeconds(1))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'a: &x [*x]';1;'an alias inside the value of its own anchor'",
                "'a: [1, 2';1;",
                "'a: b: c';1;",
                "'? [a]\n: 1';1;'a key that is no scalar'",
                "'a: !thing 1';1;'unknown tag !thing'",
                "'{\"a\": 1';1;",
                "'just text';1;'no resource (expected: a mapping with apiVersion and kind)'",
                "'a: 1';1;'missing (expected: ServiceProfile)'",
            })
    void reportsTextThatIsNoResource(String text, int line, String problem) {
        Reading reading = ProfileReader.read("x", text.replace("\\n", "\n"));

        assertThat(reading.documents()).isEmpty();
        assertThat(reading.problems()).hasSize(1);
        assertThat(reading.problems().getFirst().line()).isEqualTo(line);
        assertThat(reading.problems().getFirst().severity()).isEqualTo(Severity.ERROR);
        if (problem != null) {
            assertThat(reading.problems().getFirst().text()).isEqualTo(problem);
        }
    }

    @Test
    void survivesAliasesThatMultiply() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        Reading reading = ProfileReader.read("bomb", text.toString());

        assertThat(reading.hasErrors()).isTrue();
        assertThat(reading.documents()).isEmpty();
    }

    @Provide
    Arbitrary<String> junk() {
        return Arbitraries.of(
                        "a",
                        ":",
                        " ",
                        "\n",
                        "- ",
                        "{",
                        "}",
                        "[",
                        "]",
                        "'",
                        "\"",
                        "&x",
                        "*x",
                        "<<",
                        "kind: ServiceProfile",
                        "apiVersion: linkerd.io/v1alpha2",
                        "spec:",
                        "  ",
                        "routes:",
                        "null",
                        "1",
                        "!",
                        "|",
                        "---\n",
                        "#",
                        "metadata: {name: a}",
                        "\t")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    @Property
    void neverThrowsForWhatATextSays(@ForAll("junk") String text) {
        Reading reading = ProfileReader.read("junk", text);
        Optional<String> error = LinkerdValidator.firstError(text);

        assertThat(reading.problems()).allMatch(problem -> problem.line() >= 1);
        assertThat(error).isNotNull();
    }
}
