package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The conformance page has a row for every behaviour of Linkerd's proxy, and every row has a test
 * that exists, or a difference with its reason, or the later part it belongs to.
 */
final class ConformanceTest {
    private static final String PAGE = "src/site/conformance.md";
    private static final Map<String, List<String>> EXPECTED =
            Map.of("retries.rs", List.of("retries", "gives_up"));
    private static final TestSources TESTS =
            new TestSources(Map.of("RetryIT", Set.of("retries"), "ShedTest", Set.of("sheds")));

    @Test
    void pageAnswersForEveryBehaviour() throws IOException {
        ConformancePage page = ConformancePage.parse(Checkout.read(Checkout.ROOT.resolve(PAGE)));

        assertThat(page.problems(upstream(), TestSources.ofCheckout())).isEmpty();
    }

    @Test
    void upstreamNamesNoBehaviourTwice() throws IOException {
        assertThat(upstream()).hasSizeGreaterThan(10);
        assertThat(upstream().values())
                .allSatisfy(names -> assertThat(names).isNotEmpty().doesNotHaveDuplicates());
    }

    @Test
    void completePageHasNoProblem() {
        assertThat(problems("`retries`", "`RetryIT.retries`, `ShedTest.sheds`")).isEmpty();
        assertThat(problems("`retries`", "Differs: never in this or any version.")).isEmpty();
        assertThat(problems("`retries`", "Later: tap.")).isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    `retries`; `RetryIT.retriesTwice`; line 4: no test RetryIT.retriesTwice
                    `retries`; `OtherIT.retries`; line 4: no test OtherIT.retries
                    `retries`; `RetryIT.retries`, `RetryIT.x`; line 4: no test RetryIT.x
                    `retries`; `RetryIT`; line 4: which test of RetryIT
                    `retries`; Yes.; line 4: neither a test, nor a difference, nor a later part
                    `retries`; Differs: a bit.; line 4: neither a test, nor a difference
                    `retries`; Later: some day.; line 4: neither a test, nor a difference
                    `x`, `retries`; `RetryIT.retries`; line 4: x is no behaviour of retries.rs
                    `retries`, `gives_up`; `RetryIT.retries`; retries.rs: gives_up is there 2 times
                    `gives_up`; `RetryIT.retries`; retries.rs: retries is there 0 times
                    """)
    void wrongRowIsReported(String names, String here, String problem) {
        assertThat(problems(names, here)).anyMatch(found -> found.startsWith(problem));
    }

    @Test
    void rowThatSaysNothingIsReported() {
        ConformancePage page =
                ConformancePage.parse("## retries.rs\n| `retries` | | `RetryIT.retries` |\n");

        assertThat(page.problems(EXPECTED, TESTS)).contains("line 2: does not say what it is");
    }

    @Test
    void rowInAnotherSectionDoesNotCount() {
        ConformancePage page =
                ConformancePage.parse("## shed.rs\n| `retries` | so | `RetryIT.retries` |\n");

        assertThat(page.problems(EXPECTED, TESTS))
                .contains(
                        "line 2: retries is no behaviour of shed.rs",
                        "retries.rs: retries is there 0 times");
    }

    @Test
    void rowWithAnotherNumberOfCellsIsRefused() {
        assertThatThrownBy(() -> ConformancePage.parse("| `retries` | `RetryIT.retries` |\n"))
                .hasMessage("line 1: 2 cells (expected: 3)");
    }

    @Test
    void testsAreTheMethodsWithTheirAnnotation() {
        String source =
                """
                @ParameterizedTest(name = "{0}")
                @ValueSource(strings = {"a", "b"})
                void takesText(String text) {}

                void helps() {}

                @Property
                void holds(@ForAll int any) {}

                @TestFactory
                Stream<DynamicTest> makesTests() {}
                """;

        assertThat(TestSources.methodsOf(source))
                .containsExactlyInAnyOrder("takesText", "holds", "makesTests");
    }

    /** Of a page with this row and a good one. */
    private static List<String> problems(String names, String here) {
        String page =
                """
                ## `retries.rs`
                | upstream | what it shows | here |
                |---|---|---|
                | %s | a failure is tried again | %s |
                | `gives_up` | in the end | `ShedTest.sheds` |
                """
                        .formatted(names, here);
        return ConformancePage.parse(page).problems(EXPECTED, TESTS);
    }

    private static Map<String, List<String>> upstream() throws IOException {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (String line : resource().lines().toList()) {
            if (line.startsWith("[")) {
                names = new ArrayList<>();
                sections.put(line.substring(1, line.length() - 1), names);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                names.add(line);
            }
        }
        return sections;
    }

    private static String resource() throws IOException {
        try (InputStream names = ConformanceTest.class.getResourceAsStream("upstream-tests.txt")) {
            return new String(Objects.requireNonNull(names).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
