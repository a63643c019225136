package dev.fairlead.cli.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.fairlead.cli.demo.shop.api.Book;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The applications without sidecars: a client's "sidecar" is the application itself. */
final class ShopTest {
    private final Ledger ledger = new Ledger();
    private final Ledger answered = new Ledger();

    @Test
    void authorsAnswerJson() throws IOException {
        try (AuthorsApplication application = new AuthorsApplication(answered);
                AuthorsClient client = new AuthorsClient(application.address(), ledger)) {
            assertThat(client.get(ShopRoute.AUTHOR_LIST, "/authors"))
                    .startsWith("[{\"id\":1,")
                    .contains("Tom Bowline");
            assertThat(client.get(ShopRoute.BIOGRAPHY, "/authors/3/biography")).contains("charts");
        }

        assertThat(ledger.entry(ShopRoute.AUTHOR_LIST)).isEqualTo(new Ledger.Entry(1, 0));
        assertThat(ledger.entry(ShopRoute.BIOGRAPHY).requests()).isEqualTo(1);
    }

    @Test
    void theRegistryOfAuthorsFailsHalfTheTime() throws IOException {
        String first = registry();
        String second = registry();

        assertThat(first).isEqualTo(second).matches("(.*\\+-.*){3}");
        assertThat(first.chars().filter(answer -> answer == '+')).hasSizeBetween(80, 120);
        assertThat(answered.entry(ShopRoute.AUTHOR)).isEqualTo(ledger.entry(ShopRoute.AUTHOR));
    }

    /** 200 answers of a new one: plus for a good one, minus for a failure. */
    private String registry() throws IOException {
        StringBuilder answers = new StringBuilder();
        try (AuthorsApplication application = new AuthorsApplication(answered);
                AuthorsClient client = new AuthorsClient(application.address(), ledger)) {
            for (int request = 0; request < 200; request++) {
                answers.append(isAnswered(client) ? '+' : '-');
            }
        }
        return answers.toString();
    }

    private static boolean isAnswered(AuthorsClient client) {
        try {
            return client.get(ShopRoute.AUTHOR, "/authors/2").contains("Tom Bowline");
        } catch (IOException e) {
            assertThat(e).hasMessage("authors answered 503");
            return false;
        }
    }

    @Test
    void anAnswerThatIsNoServerErrorCountsAsSuccess() throws IOException {
        try (AuthorsApplication application = new AuthorsApplication(answered);
                AuthorsClient client = new AuthorsClient(application.address(), ledger)) {
            assertThatIOException()
                    .isThrownBy(() -> client.get(ShopRoute.AUTHOR, "/authors/99"))
                    .withMessage("authors answered 404");
        }

        assertThat(ledger.entry(ShopRoute.AUTHOR)).isEqualTo(new Ledger.Entry(1, 0));
    }

    @Test
    void noAnswerCountsAsFailure() throws IOException {
        InetSocketAddress gone;
        try (AuthorsApplication application = new AuthorsApplication(answered)) {
            gone = application.address();
        }

        try (AuthorsClient client = new AuthorsClient(gone, ledger)) {
            assertThatIOException().isThrownBy(() -> client.get(ShopRoute.AUTHOR, "/authors/1"));
        }

        assertThat(ledger.entry(ShopRoute.AUTHOR)).isEqualTo(new Ledger.Entry(0, 1));
    }

    @Test
    void booksAnswerGrpc() throws IOException {
        try (BooksApplication application = new BooksApplication(answered);
                BooksClient client = new BooksClient(application.address(), ledger)) {
            assertThat(client.list()).hasSize(5);
            assertThat(client.get(2).getTitle()).isEqualTo("Salt for Beginners");
            assertThat(client.recommend(2)).extracting(Book::getId).containsExactly(1, 3, 4, 5);
            assertThatIOException()
                    .isThrownBy(() -> client.get(99))
                    .withMessageContaining("NOT_FOUND");
        }

        assertThat(ledger.entry(ShopRoute.BOOK)).isEqualTo(new Ledger.Entry(2, 0));
        assertThat(ledger.entry(ShopRoute.RECOMMEND)).isEqualTo(new Ledger.Entry(1, 0));
        assertThat(answered.entry(ShopRoute.BOOK)).isEqualTo(new Ledger.Entry(2, 0));
    }

    @Test
    void everySecondSaleFails() throws IOException {
        try (BooksApplication application = new BooksApplication(answered);
                BooksClient client = new BooksClient(application.address(), ledger)) {
            for (int pair = 0; pair < 3; pair++) {
                assertThat(client.buy(3).getCents()).isEqualTo(2100);
                assertThatIOException()
                        .isThrownBy(() -> client.buy(3))
                        .withMessageContaining("UNAVAILABLE");
            }
        }

        assertThat(ledger.entry(ShopRoute.BUY)).isEqualTo(new Ledger.Entry(3, 3));
        assertThat(answered.entry(ShopRoute.BUY)).isEqualTo(new Ledger.Entry(3, 3));
    }

    @Test
    void webappSaysWhenItsNeighboursDoNotAnswer() throws Exception {
        try (WebApplication webapp = new WebApplication(ledger);
                HttpClient visitor = HttpClient.newHttpClient()) {
            assertThat(status(visitor, webapp, "GET", "/")).isEqualTo(503);
            assertThat(status(visitor, webapp, "GET", "/favicon.ico")).isEqualTo(404);
            assertThat(status(visitor, webapp, "GET", "/books/1/buy")).isEqualTo(404);
            assertThat(status(visitor, webapp, "DELETE", "/")).isEqualTo(405);
            assertThat(status(visitor, webapp, "HEAD", "/")).isEqualTo(405);
        }
    }

    @Test
    void webappMakesPagesOfBooks() throws Exception {
        try (BooksApplication books = new BooksApplication(answered);
                WebApplication webapp = new WebApplication(ledger);
                HttpClient visitor = HttpClient.newHttpClient()) {
            webapp.connect(books.address());

            List<Integer> statuses =
                    List.of(
                            status(visitor, webapp, "GET", "/"),
                            status(visitor, webapp, "GET", "/books/1/recommendations"),
                            status(visitor, webapp, "POST", "/books/1/buy"),
                            status(visitor, webapp, "POST", "/books/1/buy"));

            assertThat(statuses).containsExactly(200, 200, 200, 503);
        }
    }

    private static int status(HttpClient visitor, WebApplication webapp, String method, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + webapp.address().getPort() + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
        HttpResponse<Void> response = visitor.send(request, BodyHandlers.discarding());
        return response.statusCode();
    }
}
