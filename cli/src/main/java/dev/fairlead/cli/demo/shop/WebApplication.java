package dev.fairlead.cli.demo.shop;

import dev.fairlead.cli.demo.shop.HttpApplication.Answer;
import dev.fairlead.cli.demo.shop.api.Book;
import dev.fairlead.cli.demo.shop.api.Receipt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The service {@code webapp}: pages over HTTP/1, made from what the two others say. */
public final class WebApplication implements AutoCloseable {
    private static final Pattern BOOK =
            Pattern.compile("/books/([0-9]{1,6})(/buy|/recommendations)?");
    private static final Pattern AUTHOR = Pattern.compile("/authors/([0-9]{1,6})");

    private final Ledger ledger;
    private final HttpApplication server;
    private @Nullable AuthorsClient authors;
    private @Nullable BooksClient books;

    /** Starts on a free port; it can answer once it is {@linkplain #connect connected}. */
    public WebApplication(Ledger ledger) throws IOException {
        this.ledger = ledger;
        server = new HttpApplication(this::answer);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    /**
     * Says where calls go.
     *
     * @param sidecar the outbound listener of its own sidecar
     */
    public synchronized void connect(InetSocketAddress sidecar) {
        authors = new AuthorsClient(sidecar, ledger);
        books = new BooksClient(sidecar, ledger);
    }

    @Override
    public synchronized void close() {
        server.close();
        if (authors != null) {
            authors.close();
        }
        if (books != null) {
            books.close();
        }
    }

    private Answer answer(String method, String path) {
        try {
            return switch (method) {
                case "GET" -> get(path);
                case "POST" -> post(path);
                default -> page(405, "Only GET and POST", "");
            };
        } catch (IOException e) {
            return page(
                    503, "Out of order", "<p>" + escaped(String.valueOf(e.getMessage())) + "</p>");
        }
    }

    private Answer get(String path) throws IOException {
        if (path.equals("/")) {
            return page(200, "Bookshop", links(books().list()));
        }
        if (path.equals("/authors")) {
            String list = authors().get(ShopRoute.AUTHOR_LIST, "/authors");
            return page(200, "Authors", "<pre>" + escaped(list) + "</pre>");
        }
        Matcher author = AUTHOR.matcher(path);
        if (author.matches()) {
            return authorPage(author.group(1));
        }
        Matcher book = BOOK.matcher(path);
        if (!book.matches() || "/buy".equals(book.group(2))) {
            return page(404, "Not here", "");
        }
        int id = Integer.parseInt(book.group(1));
        return book.group(2) == null
                ? bookPage(id)
                : page(200, "Goes well with it", links(books().recommend(id)));
    }

    private Answer post(String path) throws IOException {
        Matcher book = BOOK.matcher(path);
        if (!book.matches() || !"/buy".equals(book.group(2))) {
            return page(404, "Not here", "");
        }
        Receipt receipt = books().buy(Integer.parseInt(book.group(1)));
        return page(200, "Sold", "<p>Paid: " + price(receipt.getCents()) + "</p>");
    }

    private Answer bookPage(int id) throws IOException {
        Book book = books().get(id);
        String author = authors().get(ShopRoute.AUTHOR, "/authors/" + book.getAuthorId());
        return page(
                200,
                book.getTitle(),
                """
                <p>%s</p><pre>%s</pre>
                <p><a href="/authors/%d">The author</a>,
                <a href="/books/%d/recommendations">books that go well with it</a></p>
                <form method="post" action="/books/%d/buy"><button>Buy</button></form>
                """
                        .formatted(
                                price(book.getCents()),
                                escaped(author),
                                book.getAuthorId(),
                                id,
                                id));
    }

    private Answer authorPage(String id) throws IOException {
        String author = authors().get(ShopRoute.AUTHOR, "/authors/" + id);
        return page(200, "Author", "<pre>" + escaped(author + "\n" + biography(id)) + "</pre>");
    }

    /** The page does without one that does not come in time. */
    private String biography(String id) throws IOException {
        AuthorsClient client = authors();
        try {
            return client.get(ShopRoute.BIOGRAPHY, "/authors/" + id + "/biography");
        } catch (IOException e) {
            return "No biography today: " + e.getMessage();
        }
    }

    private synchronized AuthorsClient authors() throws IOException {
        if (authors == null) {
            throw new IOException("authors is not connected");
        }
        return authors;
    }

    private synchronized BooksClient books() throws IOException {
        if (books == null) {
            throw new IOException("books is not connected");
        }
        return books;
    }

    private static String links(List<Book> books) {
        return books.stream()
                .map(book ->
                        "<li><a href=\"/books/%d\">%s</a>".formatted(book.getId(), book.getTitle()))
                .collect(
                        Collectors.joining(
                                "\n",
                                "<ul>\n",
                                "\n</ul>\n<p><a href=\"/authors\">Authors</a></p>"));
    }

    private static Answer page(int status, String title, String body) {
        return Answer.html(
                status,
                "<!doctype html><title>%s</title><h1>%s</h1>\n%s\n<p><a href=\"/\">The shelf</a></p>\n"
                        .formatted(title, title, body));
    }

    private static String price(int cents) {
        return "%d.%02d".formatted(cents / 100, cents % 100);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
