package dev.fairlead.cli.demo.shop;

/** The services of the bookshop, by the names that a cluster would give them. */
public enum ShopService {
    /** Pages, HTTP/1. */
    WEBAPP("webapp", 7000),
    /** JSON, HTTP/1. */
    AUTHORS("authors", 7001),
    /** gRPC. */
    BOOKS("books", 7002);

    private final String shortName;
    private final int port;

    ShopService(String shortName, int port) {
        this.shortName = shortName;
        this.port = port;
    }

    /** The name inside its namespace. */
    public String shortName() {
        return shortName;
    }

    /** What clients ask for: {@code books.default.svc.cluster.local:7002}. */
    public String authority() {
        return shortName + ".default.svc.cluster.local:" + port;
    }
}
