package dev.fairlead.cli.demo.shop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * How webapp asks authors: plain HTTP/1 to the service's name, with the sidecar as the HTTP proxy,
 * as any client does that honours {@code http_proxy}.
 */
final class AuthorsClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client;
    private final Ledger ledger;

    AuthorsClient(InetSocketAddress sidecar, Ledger ledger) {
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(ProxySelector.of(sidecar))
                        .connectTimeout(TIMEOUT)
                        .build();
        this.ledger = ledger;
    }

    /**
     * Sends a GET and writes it down.
     *
     * @throws IOException when there is no good answer
     */
    String get(ShopRoute route, String path) throws IOException {
        URI uri = URI.create("http://" + ShopService.AUTHORS.authority() + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        boolean success = false;
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            success = response.statusCode() < 500;
            if (response.statusCode() != 200) {
                throw new IOException("authors answered " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the shop closes", e);
        } finally {
            ledger.add(route, success);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
