package dev.fairlead.cli.demo.shop;

import dev.fairlead.cli.demo.shop.Catalogue.Author;
import dev.fairlead.cli.demo.shop.HttpApplication.Answer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The service {@code authors}: JSON over HTTP/1. Biographies are slow. */
public final class AuthorsApplication implements AutoCloseable {
    /** How long the archive takes to find a biography. */
    static final Duration SEARCH = Duration.ofMillis(120);

    private static final Pattern ONE = Pattern.compile("/authors/([0-9]{1,6})(/biography)?");

    private final HttpApplication server;

    /** Starts on a free port. */
    public AuthorsApplication() throws IOException {
        server = new HttpApplication(AuthorsApplication::answer);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }

    private static Answer answer(String method, String path) throws IOException {
        if (!method.equals("GET")) {
            return Answer.json(405, "{\"error\":\"only GET\"}");
        }
        if (path.equals("/authors")) {
            return Answer.json(
                    200,
                    Catalogue.AUTHORS.stream()
                            .map(AuthorsApplication::summary)
                            .collect(Collectors.joining(",", "[", "]")));
        }
        Matcher one = ONE.matcher(path);
        if (!one.matches()) {
            return notFound();
        }
        int id = Integer.parseInt(one.group(1));
        if (one.group(2) == null) {
            return answer(id, AuthorsApplication::summary);
        }
        searchTheArchive();
        return answer(id, AuthorsApplication::biography);
    }

    private static void searchTheArchive() throws InterruptedIOException {
        try {
            Thread.sleep(SEARCH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the shop closes");
        }
    }

    private static Answer answer(int id, Function<Author, String> content) {
        return Catalogue.author(id)
                .map(author -> Answer.json(200, content.apply(author)))
                .orElseGet(AuthorsApplication::notFound);
    }

    private static String summary(Author author) {
        return "{\"id\":%d,\"name\":\"%s\"}".formatted(author.id(), author.name());
    }

    private static String biography(Author author) {
        return "{\"id\":%d,\"biography\":\"%s\"}".formatted(author.id(), author.biography());
    }

    private static Answer notFound() {
        return Answer.json(404, "{\"error\":\"no such author\"}");
    }
}
