package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.shop.AuthorsApplication;
import dev.fairlead.cli.demo.shop.BooksApplication;
import dev.fairlead.cli.demo.shop.Ledger;
import dev.fairlead.cli.demo.shop.ShopService;
import dev.fairlead.cli.demo.shop.WebApplication;
import dev.fairlead.proxy.Proxy;
import dev.fairlead.proxy.config.ConfigResult;
import dev.fairlead.proxy.config.Configs;
import dev.fairlead.proxy.config.OptionValue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The demo in one process and small: a sidecar that carries HTTP/1 and gRPC, in and out, and
 * retries what fails.
 */
public final class Rehearsal {
    private static final List<String> PATHS =
            List.of("/", "/books/1", "/authors/1", "/books/1/recommendations", "/none");

    /** Nobody waits for connections that somebody forgot. */
    private static final Map<String, String> SHORT_GRACE =
            Map.of("LINKERD2_PROXY_SHUTDOWN_GRACE_PERIOD", "5s");

    private static final String ANY_PORT = "127.0.0.1:0";

    private Rehearsal() {}

    /**
     * Runs to its end.
     *
     * @return whether every visit was answered as it should be
     */
    public static boolean run() throws IOException, InterruptedException {
        DemoFolder folder = DemoFolder.create();
        Ledger answered = new Ledger();
        try (AuthorsApplication authors = new AuthorsApplication(answered);
                BooksApplication books = new BooksApplication(answered)) {
            folder.edit().apply();
            folder.writeEndpoints(
                    Map.of(
                            ShopService.AUTHORS, authors.address(),
                            ShopService.BOOKS, books.address()));
            return serve(folder);
        } finally {
            folder.delete();
        }
    }

    private static boolean serve(DemoFolder folder) throws IOException, InterruptedException {
        WebApplication webapp = new WebApplication(new Ledger());
        Proxy proxy = Proxy.start(configuration(folder, webapp.address()));
        // The application goes first: a draining proxy waits for its connections.
        try (webapp) {
            webapp.connect(address(proxy, "outbound"));
            return visit(proxy);
        } finally {
            proxy.shutdown();
            proxy.awaitTermination();
        }
    }

    private static boolean visit(Proxy proxy) throws IOException, InterruptedException {
        boolean good = true;
        try (HttpClient visitor = HttpClient.newHttpClient()) {
            for (String path : PATHS) {
                int expected = path.equals("/none") ? 404 : 200;
                good &= status(visitor, address(proxy, "inbound"), path) == expected;
            }
            for (String path : List.of("/ready", "/metrics", "/routes.json")) {
                good &= status(visitor, address(proxy, "admin"), path) == 200;
            }
        }
        return good;
    }

    private static int status(HttpClient visitor, InetSocketAddress listener, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + listener.getPort() + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
        return visitor.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static InetSocketAddress address(Proxy proxy, String listener) {
        return proxy.addresses().stream()
                .filter(candidate -> candidate.name().equals(listener))
                .findFirst()
                .orElseThrow()
                .address();
    }

    private static ConfigResult.Valid configuration(
            DemoFolder folder, InetSocketAddress application) {
        List<OptionValue> options =
                List.of(
                        new OptionValue("--service", ShopService.WEBAPP.authority()),
                        new OptionValue("--app", "127.0.0.1:" + application.getPort()),
                        new OptionValue("--inbound", ANY_PORT),
                        new OptionValue("--outbound", ANY_PORT),
                        new OptionValue("--admin", ANY_PORT),
                        new OptionValue("--profiles", folder.profiles().toString()),
                        new OptionValue("--endpoints", folder.endpoints().toString()));
        return switch (Configs.readCommand(SHORT_GRACE, Optional.empty(), options)) {
            case ConfigResult.Valid valid -> valid;
            case ConfigResult.Invalid invalid ->
                    throw new IllegalStateException("configuration: " + invalid.problems());
        };
    }
}
