package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.shop.ShopRoute;
import java.util.List;

/**
 * One request of a visitor to webapp.
 *
 * @param route the route that it takes
 * @param method HTTP method
 * @param path path and query
 */
record Visit(ShopRoute route, String method, String path) {
    /** What visitors do, over and over: every route once or more, and something without a route. */
    static final List<Visit> ROUND =
            List.of(
                    get(ShopRoute.INDEX, "/"),
                    get(ShopRoute.BOOK_PAGE, "/books/1"),
                    post(ShopRoute.BUY_BOOK, "/books/1/buy"),
                    get(ShopRoute.AUTHORS_PAGE, "/authors"),
                    get(ShopRoute.AUTHOR_PAGE, "/authors/2"),
                    get(ShopRoute.BOOK_PAGE, "/books/3?from=shelf"),
                    get(ShopRoute.RECOMMENDATIONS_PAGE, "/books/3/recommendations"),
                    post(ShopRoute.BUY_BOOK, "/books/3/buy"),
                    get(ShopRoute.UNROUTED, "/favicon.ico"),
                    get(ShopRoute.INDEX, "/?again"));

    private static Visit get(ShopRoute route, String path) {
        return new Visit(route, "GET", path);
    }

    private static Visit post(ShopRoute route, String path) {
        return new Visit(route, "POST", path);
    }
}
