package dev.fairlead.cli.demo.shop;

import static dev.fairlead.cli.demo.shop.ShopService.AUTHORS;
import static dev.fairlead.cli.demo.shop.ShopService.BOOKS;
import static dev.fairlead.cli.demo.shop.ShopService.WEBAPP;

/** The routes that the shop's profiles name, plus what webapp is asked for and has no route. */
public enum ShopRoute {
    INDEX(WEBAPP, "GET /"),
    BOOK_PAGE(WEBAPP, "GET /books/{id}"),
    BUY_BOOK(WEBAPP, "POST /books/{id}/buy"),
    RECOMMENDATIONS_PAGE(WEBAPP, "GET /books/{id}/recommendations"),
    AUTHORS_PAGE(WEBAPP, "GET /authors"),
    AUTHOR_PAGE(WEBAPP, "GET /authors/{id}"),
    UNROUTED(WEBAPP, "[DEFAULT]"),

    AUTHOR_LIST(AUTHORS, "GET /authors"),
    AUTHOR(AUTHORS, "GET /authors/{id}"),
    BIOGRAPHY(AUTHORS, "GET /authors/{id}/biography"),

    BOOK_LIST(BOOKS, "/bookshop.Books/List"),
    BOOK(BOOKS, "/bookshop.Books/Get"),
    BUY(BOOKS, "/bookshop.Books/Buy"),
    RECOMMEND(BOOKS, "/bookshop.Books/Recommend");

    private final ShopService service;
    private final String routeName;

    ShopRoute(ShopService service, String routeName) {
        this.service = service;
        this.routeName = routeName;
    }

    /** Whose route it is. */
    public ShopService service() {
        return service;
    }

    /** The name in the profile. */
    public String routeName() {
        return routeName;
    }
}
