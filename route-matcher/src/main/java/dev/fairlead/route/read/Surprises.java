package dev.fairlead.route.read;

import dev.fairlead.route.RequestCondition;
import dev.fairlead.route.RouteSpec;
import dev.fairlead.route.Shadowing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Warnings that need whole routes: names, retries, order. */
final class Surprises {

    // RFC 9110 §9.2.2
    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    private Surprises() {}

    /**
     * Warns about the routes of one profile.
     *
     * @param list where they stand
     * @param routes one per item; empty for those with errors
     */
    static void find(Cursor list, List<Optional<RouteSpec>> routes, Findings findings) {
        List<Cursor> items = list.items();
        duplicateNames(items, findings);
        List<RouteSpec> good = new ArrayList<>();
        List<Cursor> places = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).isPresent()) {
                good.add(routes.get(i).get());
                places.add(items.get(i));
                retryableUnsafe(routes.get(i).get(), items.get(i), findings);
            }
        }
        for (Shadowing.Shadow shadow : Shadowing.find(good)) {
            String by =
                    shadow.by().stream()
                            .map(route -> places.get(route).field())
                            .collect(Collectors.joining(" and "));
            String text = "never taken: " + by + " before it takes all of its requests";
            findings.warning(places.get(shadow.route()), text);
        }
    }

    private static void duplicateNames(List<Cursor> items, Findings findings) {
        Map<String, Cursor> seen = new HashMap<>();
        for (Cursor item : items) {
            Cursor name = item.get("name");
            Cursor first = name.text().isEmpty() ? null : seen.putIfAbsent(name.text(), item);
            if (first != null) {
                String text = "\"" + name.text() + "\" is the name of " + first.field() + " too";
                findings.warning(name, text + ": their numbers are counted together");
            }
        }
    }

    private static void retryableUnsafe(RouteSpec route, Cursor at, Findings findings) {
        if (!route.retry().isRetryable()) {
            return;
        }
        Set<String> unsafe = new TreeSet<>();
        methods(route.condition()).filter(m -> !IDEMPOTENT.contains(m)).forEach(unsafe::add);
        if (!unsafe.isEmpty()) {
            findings.warning(
                    at.get("isRetryable"),
                    String.join(", ", unsafe) + " may take effect twice when it is sent again");
        }
    }

    /** The methods that a condition names as wanted. */
    private static Stream<String> methods(RequestCondition condition) {
        return switch (condition) {
            case RequestCondition.All(List<RequestCondition> of) ->
                    of.stream().flatMap(Surprises::methods);
            case RequestCondition.Any(List<RequestCondition> of) ->
                    of.stream().flatMap(Surprises::methods);
            case RequestCondition.Method(String name) -> Stream.of(name);
            case RequestCondition.Not(RequestCondition of) -> Stream.empty();
            case RequestCondition.PathRegex(String regex) -> Stream.empty();
        };
    }
}
