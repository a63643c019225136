package dev.fairlead.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Expressions, paths and conditions to try things with, and the plain way to decide them. */
public final class Samples {

    private static final List<String> REGEX_SEGMENTS =
            List.of(
                    "api",
                    "v1",
                    "books",
                    "b\\.json",
                    "[^/]*",
                    "[^/]+",
                    "\\d+",
                    "[0-9]+",
                    "[a-f0-9-]+",
                    "[^/]*\\.json",
                    "v[0-9]+",
                    "(a|b)",
                    "(?:api|books)",
                    "[a-z]{2,3}",
                    ".*",
                    ".+",
                    "(?:x/)?y",
                    "\\w+-\\w+",
                    "[^/]*[^/]*",
                    "(?i)Api",
                    "a?",
                    "\\bfoo",
                    "{id}",
                    "[^/]{2}",
                    "é",
                    "",
                    "[^a/]+",
                    "[^]/]*",
                    "[]a]+",
                    "x*",
                    "\\D+",
                    "(a)+",
                    "(b)?",
                    "\\.",
                    "a|b",
                    "\\Qa.b\\E",
                    "[[:alpha:]]+",
                    "\\pL+",
                    ".*?",
                    "(x|[0-9]+)",
                    "b[^/]*b",
                    "a{2}",
                    "a{0,1}",
                    "^a",
                    "a$");

    private static final List<String> PATH_SEGMENTS =
            List.of(
                    "api",
                    "v1",
                    "books",
                    "b.json",
                    "12",
                    "a",
                    "b",
                    "",
                    "x",
                    "y",
                    "abc",
                    "ab",
                    "é",
                    "\uD83D\uDE00",
                    "foo-bar",
                    "foo",
                    "%20",
                    "{id}",
                    "7.json",
                    "API",
                    "f0-0f",
                    "aa",
                    "a.b",
                    "bxb",
                    "\n",
                    "bb");

    private Samples() {}

    /** Expressions that RE2 compiles. */
    public static Arbitrary<String> regexes() {
        Arbitrary<String> segment = Arbitraries.of(REGEX_SEGMENTS);
        Arbitrary<String> paths =
                segment.list().ofMinSize(0).ofMaxSize(4).map(list -> "/" + String.join("/", list));
        Arbitrary<String> dressed =
                Combinators.combine(
                                Arbitraries.of("", "", "", "^", "/api"),
                                paths,
                                Arbitraries.of("", "", "", "/?", "(/.*)?", "$", "/.*", "/", "|/a"))
                        .as((head, path, tail) -> head + path + tail);
        Arbitrary<String> wild =
                Arbitraries.strings().withChars("/ab.*+?()[]^$|{},12\\d-").ofMaxLength(10);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(5, paths),
                        net.jqwik.api.Tuple.of(3, dressed),
                        net.jqwik.api.Tuple.of(2, wild))
                .filter(Samples::compiles);
    }

    /** Paths without a query. */
    public static Arbitrary<String> paths() {
        Arbitrary<String> usual =
                Arbitraries.of(PATH_SEGMENTS)
                        .list()
                        .ofMaxSize(5)
                        .map(list -> "/" + String.join("/", list));
        Arbitrary<String> odd = Arbitraries.strings().withChars("/ab.12-{}\n$").ofMaxLength(8);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, usual),
                net.jqwik.api.Tuple.of(2, odd),
                net.jqwik.api.Tuple.of(1, Arbitraries.of("", "*", "/")));
    }

    public static Arbitrary<String> methods() {
        return Arbitraries.of("GET", "POST", "PUT", "PURGE", "get", "GE", "");
    }

    /** Conditions, some of them nested. */
    public static Arbitrary<RequestCondition> conditions() {
        return conditions(3);
    }

    private static Arbitrary<RequestCondition> conditions(int depth) {
        Arbitrary<RequestCondition> method =
                Arbitraries.of("GET", "POST", "PUT", "PURGE").map(RequestCondition.Method::new);
        Arbitrary<RequestCondition> path = regexes().map(RequestCondition.PathRegex::new);
        Arbitrary<RequestCondition> both =
                Combinators.combine(method, path)
                        .as((m, p) -> new RequestCondition.All(List.of(m, p)));
        if (depth == 0) {
            return Arbitraries.oneOf(method, path, path, both);
        }
        Arbitrary<List<RequestCondition>> list =
                Arbitraries.lazy(() -> conditions(depth - 1)).list().ofMaxSize(3);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, path),
                net.jqwik.api.Tuple.of(4, both),
                net.jqwik.api.Tuple.of(1, method),
                net.jqwik.api.Tuple.of(1, list.map(RequestCondition.All::new)),
                net.jqwik.api.Tuple.of(1, list.map(RequestCondition.Any::new)),
                net.jqwik.api.Tuple.of(
                        1,
                        Arbitraries.lazy(() -> conditions(depth - 1))
                                .map(RequestCondition.Not::new)));
    }

    /** Up to twelve routes. */
    public static Arbitrary<List<RouteSpec>> routes() {
        return conditions().map(c -> route("r", c)).list().ofMaxSize(12);
    }

    public static RouteSpec route(String name, RequestCondition condition) {
        return new RouteSpec(name, condition, List.of(), Optional.empty(), RetrySpec.NONE);
    }

    public static RouteSpec route(String method, String regex) {
        RequestCondition path = new RequestCondition.PathRegex(regex);
        return route(
                method + " " + regex,
                method.isEmpty()
                        ? path
                        : new RequestCondition.All(
                                List.of(new RequestCondition.Method(method), path)));
    }

    public static ServiceProfile profile(List<RouteSpec> routes) {
        return new ServiceProfile("books", "shop", routes, Optional.empty(), List.of());
    }

    /** Whether a condition holds, decided one expression after the other. */
    public static boolean holds(RequestCondition condition, String method, String path) {
        return switch (condition) {
            case RequestCondition.All(List<RequestCondition> of) ->
                    of.stream().allMatch(child -> holds(child, method, path));
            case RequestCondition.Any(List<RequestCondition> of) ->
                    of.stream().anyMatch(child -> holds(child, method, path));
            case RequestCondition.Not(RequestCondition of) -> !holds(of, method, path);
            case RequestCondition.Method(String name) -> name.equals(method);
            case RequestCondition.PathRegex(String regex) -> matches(regex, path);
        };
    }

    public static boolean matches(String regex, String path) {
        return Pattern.compile("^(?:" + regex + ")$").matcher(path).find();
    }

    private static boolean compiles(String regex) {
        try {
            Pattern.compile(regex);
            Pattern.compile("^(?:" + regex.strip() + ")$");
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
