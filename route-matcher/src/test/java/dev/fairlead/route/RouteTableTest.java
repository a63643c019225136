package dev.fairlead.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    @Provide
    Arbitrary<List<RouteSpec>> routes() {
        return Samples.routes();
    }

    @Provide
    Arbitrary<String> methods() {
        return Samples.methods();
    }

    @Provide
    Arbitrary<List<String>> paths() {
        return Samples.paths().list().ofSize(20);
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.of("", "?", "?a=/b", "#x", "?#", "#?");
    }

    @Property(tries = 3000)
    void takesTheFirstRouteWhoseConditionHolds(
            @ForAll("routes") List<RouteSpec> routes,
            @ForAll("methods") String method,
            @ForAll("paths") List<String> paths,
            @ForAll("queries") String query) {
        RouteTable table = RouteTable.compile(Samples.profile(routes));

        for (String path : paths) {
            assertThat(index(table.match(method, path + query)))
                    .as("%s %s in %s", method, path, routes)
                    .isEqualTo(naive(routes, method, path));
        }
    }

    @Property(tries = 2000)
    void neverTakesAShadowedRoute(
            @ForAll("routes") List<RouteSpec> routes,
            @ForAll("methods") String method,
            @ForAll("paths") List<String> paths) {
        List<Integer> shadowed =
                Shadowing.find(routes).stream().map(Shadowing.Shadow::route).toList();

        for (String path : paths) {
            if (path.indexOf('\n') < 0) {
                assertThat(shadowed)
                        .as("%s %s in %s", method, path, routes)
                        .doesNotContain(naive(routes, method, path));
            }
        }
    }

    private static int naive(List<RouteSpec> routes, String method, String path) {
        for (int i = 0; i < routes.size(); i++) {
            if (Samples.holds(routes.get(i).condition(), method, path)) {
                return i;
            }
        }
        return -1;
    }

    private static int index(RouteMatch match) {
        return switch (match) {
            case RouteMatch.Hit(Route route) -> route.index();
            case RouteMatch.Miss(MissReason reason) -> -1;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/authors/5,1",
        "GET,/authors/,1",
        "GET,/authors,-1",
        "GET,/authors/5.json,0",
        "GET,/authors/5/books,-1",
        "POST,/authors/5,-1",
        "get,/authors/5,-1",
        "OPTIONS,*,2",
        "CONNECT,'',3",
        "DELETE,/any/thing,4",
        "GET,/authors/5?x=/y,1",
        "GET,/authors/%2F,1",
    })
    void matchesWholePaths(String method, String path, int expected) {
        RouteTable table =
                RouteTable.compile(
                        Samples.profile(
                                List.of(
                                        Samples.route("GET", "/authors/[^/]*\\.json"),
                                        Samples.route("GET", "/authors/[^/]*"),
                                        Samples.route("OPTIONS", "\\*"),
                                        Samples.route("CONNECT", ""),
                                        Samples.route("DELETE", "/.*"))));

        RouteMatch match = table.match(method, path);

        assertThat(index(match)).isEqualTo(expected);
    }

    @Test
    void alternativesMatchTheWholePathEach() {
        RouteTable table = RouteTable.compile(Samples.profile(List.of(Samples.route("", "/a|/b"))));

        assertThat(index(table.match("GET", "/a"))).isZero();
        assertThat(index(table.match("GET", "/b"))).isZero();
        assertThat(index(table.match("GET", "/aXYZ"))).isEqualTo(-1);
        assertThat(index(table.match("GET", "XYZ/b"))).isEqualTo(-1);
    }

    @Test
    void missSaysWhy() {
        RouteTable table = RouteTable.compile(Samples.profile(List.of(Samples.route("GET", "/a"))));

        assertThat(table.match("GET", "/b")).isEqualTo(new RouteMatch.Miss(MissReason.NO_ROUTE));
        assertThat(RouteTable.empty().match("GET", "/"))
                .isEqualTo(new RouteMatch.Miss(MissReason.NO_ROUTES));
        assertThat(RouteTable.noProfile().match("GET", "/"))
                .isEqualTo(new RouteMatch.Miss(MissReason.NO_PROFILE));
        assertThat(MissReason.NO_ROUTE.text()).isEqualTo("no-route");
    }

    @Test
    void refusesAnExpressionThatDoesNotCompile() {
        ServiceProfile profile = Samples.profile(List.of(Samples.route("POST", "/pay(")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RouteTable.compile(profile))
                .withMessageContaining("/pay(");
    }

    @Test
    void findsEachOfTenThousandRoutes() {
        List<RouteSpec> routes = manyRoutes(10_000);
        RouteTable table = RouteTable.compile(Samples.profile(routes));

        List<Integer> found =
                IntStream.range(0, 10_000)
                        .map(i -> index(table.match("GET", "/api/v1/svc" + i + "/items/77")))
                        .boxed()
                        .toList();

        assertThat(found).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void allocatesNothingOnATrieHit() {
        RouteTable table = RouteTable.compile(Samples.profile(manyRoutes(100)));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        matchOften(table);
        long empty = -threads.getThreadAllocatedBytes(thread);
        empty += threads.getThreadAllocatedBytes(thread);

        long before = threads.getThreadAllocatedBytes(thread);
        matchOften(table);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertThat(allocated).isLessThanOrEqualTo(empty);
    }

    private static void matchOften(RouteTable table) {
        for (int i = 0; i < 1000; i++) {
            table.match("GET", "/api/v1/svc99/items/77?x=1");
            table.match("GET", "/nothing/here");
        }
    }

    private static List<RouteSpec> manyRoutes(int count) {
        List<RouteSpec> routes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            routes.add(Samples.route("GET", "/api/v1/svc" + i + "/items/[^/]*"));
        }
        return routes;
    }

    @Test
    void findsShadowedRoutes() {
        List<RouteSpec> routes =
                List.of(
                        Samples.route("", "/books/[^/]*"),
                        Samples.route("GET", "/books/new"), // 1: by 0
                        Samples.route("GET", "/authors/\\d+"),
                        Samples.route("GET", "/authors/[^/]+"),
                        Samples.route("POST", "/authors/5"),
                        Samples.route("GET", "/authors/[0-9]{2}"), // 5: by 2
                        Samples.route("GET", "/x(?i)y"),
                        Samples.route("GET", "/x(?i)y"), // 7: by 6
                        Samples.route("DELETE", "/a/.*"),
                        Samples.route("PUT", "/.*"),
                        Samples.route("PUT", "/a/(b|.c)*"), // 10: by 9
                        Samples.route("", "/.*"),
                        Samples.route("PATCH", "/z")); // 12: by 11

        assertThat(Shadowing.find(routes))
                .containsExactly(
                        new Shadowing.Shadow(1, List.of(0)),
                        new Shadowing.Shadow(5, List.of(2)),
                        new Shadowing.Shadow(7, List.of(6)),
                        new Shadowing.Shadow(10, List.of(9)),
                        new Shadowing.Shadow(12, List.of(11)));
    }
}
