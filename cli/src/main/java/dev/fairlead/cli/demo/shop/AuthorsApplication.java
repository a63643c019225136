package dev.fairlead.cli.demo.shop;

import dev.fairlead.cli.demo.shop.Catalogue.Author;
import dev.fairlead.cli.demo.shop.HttpApplication.Answer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The service {@code authors}: JSON over HTTP/1. Its registry of authors fails half the time, and
 * its archive of biographies now and then takes its time; which requests that hits depends only on
 * the order in which they come.
 */
public final class AuthorsApplication implements AutoCloseable {
    /** How long the archive takes to find a biography. */
    static final Duration SEARCH = Duration.ofMillis(30);

    /** How long it takes when the folder has been put in the wrong place. */
    static final Duration LONG_SEARCH = Duration.ofMillis(900);

    private static final long REGISTRY_SEED = 20_261;
    private static final long ARCHIVE_SEED = 20_262;
    private static final double REGISTRY_FAILS = 0.5;
    private static final double ARCHIVE_IS_SLOW = 1 / 3.0;
    private static final Pattern ONE = Pattern.compile("/authors/([0-9]{1,6})(/biography)?");

    private final RandomGenerator registry = new Random(REGISTRY_SEED);
    private final RandomGenerator archive = new Random(ARCHIVE_SEED);
    private final Ledger answered;
    private final HttpApplication server;

    /**
     * Starts on a free port.
     *
     * @param answered where it writes down what it was asked
     */
    public AuthorsApplication(Ledger answered) throws IOException {
        this.answered = answered;
        server = new HttpApplication(this::answer);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }

    private Answer answer(String method, String path) throws IOException {
        if (!method.equals("GET")) {
            return Answer.json(405, "{\"error\":\"only GET\"}");
        }
        if (path.equals("/authors")) {
            return answered(ShopRoute.AUTHOR_LIST, list());
        }
        Matcher one = ONE.matcher(path);
        if (!one.matches()) {
            return notFound();
        }
        Optional<Author> author = Catalogue.author(Integer.parseInt(one.group(1)));
        if (one.group(2) == null) {
            return answered(ShopRoute.AUTHOR, author.map(this::entry).orElseGet(this::notFound));
        }
        searchTheArchive();
        return answered(ShopRoute.BIOGRAPHY, author.map(this::biography).orElseGet(this::notFound));
    }

    private Answer answered(ShopRoute route, Answer answer) {
        answered.add(route, answer.status() < 500);
        return answer;
    }

    private void searchTheArchive() throws InterruptedIOException {
        try {
            Thread.sleep(archive.nextDouble() < ARCHIVE_IS_SLOW ? LONG_SEARCH : SEARCH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the shop closes");
        }
    }

    private static Answer list() {
        return Answer.json(
                200,
                Catalogue.AUTHORS.stream()
                        .map(AuthorsApplication::summary)
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private Answer entry(Author author) {
        return registry.nextDouble() < REGISTRY_FAILS
                ? Answer.json(503, "{\"error\":\"the registry is closed\"}")
                : Answer.json(200, summary(author));
    }

    private static String summary(Author author) {
        return "{\"id\":%d,\"name\":\"%s\"}".formatted(author.id(), author.name());
    }

    private Answer biography(Author author) {
        return Answer.json(
                200, "{\"id\":%d,\"biography\":\"%s\"}".formatted(author.id(), author.biography()));
    }

    private Answer notFound() {
        return Answer.json(404, "{\"error\":\"no such author\"}");
    }
}
