package dev.fairlead.route.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.fairlead.route.Samples;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {

    private static final MethodSet METHOD = method();

    @Provide
    Arbitrary<String> regexes() {
        return Samples.regexes();
    }

    @Provide
    Arbitrary<List<String>> paths() {
        return Samples.paths().list().ofSize(30);
    }

    @Property(tries = 5000)
    void patternsTakeWhatTheExpressionTakes(
            @ForAll("regexes") String regex, @ForAll("paths") List<String> paths) {
        List<PathPattern> patterns = PathPattern.of(regex);
        SegmentTrie exact = trie(patterns.stream().filter(PathPattern::exact).toList());
        SegmentTrie all = trie(patterns);

        for (String path : paths) {
            boolean matches = Samples.matches(regex, path);
            if (fits(exact, path)) {
                assertThat(matches).as("%s on %s", regex, path).isTrue();
            }
            if (matches) {
                assertThat(fits(all, path)).as("%s on %s", regex, path).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[^/]*",
                "[^/]+",
                "\\d+",
                "\\D+",
                "\\w*",
                "\\W+",
                "\\s+",
                "\\S*",
                ".*",
                ".+",
                ".",
                "[0-9]+",
                "[a-f0-9-]+",
                "[^a-z]+",
                "[]x]+",
                "[^]x]*",
                "[\\d.]+",
                "[a\\-z]+",
                "[+--]*",
                "[&-.]",
                "[\\]\\\\]+",
                "[a-]",
                "[-a]",
                "[$-^]*"
            })
    void classesAgreeWithRe2OnEveryCharacter(String regex) {
        Pattern whole = Pattern.compile(regex);
        SegmentTrie trie = trie(PathPattern.of(regex));

        for (char c = 0; c < 0x250; c++) {
            String text = String.valueOf(c);
            assertThat(fits(trie, text) && isExactOrMatches(regex, whole, text))
                    .as("%s on \\u%04x", regex, (int) c)
                    .isEqualTo(whole.matches(text));
        }
    }

    private static boolean isExactOrMatches(String regex, Pattern whole, String text) {
        return PathPattern.isExact(regex) || whole.matches(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/books",
                "/books/[^/]*",
                "/books/[^/]+/edit",
                "/b/\\d+",
                "/b/[0-9]+",
                "/b/[a-f0-9-]+",
                "/b/[^/]*\\.json",
                "/b.*",
                "/b/.*",
                "/b/.+",
                ".*",
                "/.*/edit",
                "/(a|b)/[^/]*",
                "/a/?",
                "/a(/.*)?",
                "^/a$",
                "/[0-9]{1,3}",
                "/{id}",
                "[^/]*",
                "/a\\.b/[^/]*[^/]*",
                "/a|/b",
                "/v[0-9]+/x",
                "\\*",
                "",
                "/pkg\\.Service/Method"
            })
    void usualExpressionsNeedNoRe2(String regex) {
        assertThat(PathPattern.isExact(regex)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/(", "[z-a]", "a{2,1}", "a**", "a{1001}", "*", "(?<n>a)(?<n>b)", "a)"})
    void wrongExpressionsAreLeftToRe2(String regex) {
        assertThat(PathPattern.isExact(regex)).isFalse();
    }

    private static boolean fits(SegmentTrie trie, String path) {
        return trie.first(path, path.length(), 0, 1) == 0;
    }

    private static SegmentTrie trie(List<PathPattern> patterns) {
        PatternTree tree = new PatternTree();
        patterns.forEach(pattern -> tree.add(pattern, new Target(0, METHOD, Optional.empty())));
        return tree.freeze();
    }

    private static MethodSet method() {
        BitSet numbers = new BitSet();
        numbers.set(0);
        return new MethodSet(numbers);
    }
}
