package dev.fairlead.cli.demo;

import dev.fairlead.cli.stats.MetricsText;
import dev.fairlead.cli.stats.RouteSnapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Asks the admin listeners of sidecars. */
final class Scraper implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 20;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();

    /** What all sidecars have counted up to now. */
    RouteSnapshot scrape(List<Sidecar> sidecars) throws InterruptedException {
        RouteSnapshot all = RouteSnapshot.EMPTY;
        for (Sidecar sidecar : sidecars) {
            try {
                String page = get(sidecar, "/metrics").body();
                all = all.plus(RouteSnapshot.of(MetricsText.parse(page)));
            } catch (IOException e) {
                throw sidecar.failure("does not answer", e);
            }
        }
        return all;
    }

    /** Waits until a sidecar says that it is ready. */
    void awaitReady(Sidecar sidecar, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            HttpResponse<String> answer = get(sidecar, "/ready");
            while (answer.statusCode() != 200) {
                if (System.nanoTime() > deadline) {
                    String reason = answer.body().strip().replaceAll("\\R", "; ");
                    throw sidecar.failure("is not ready", new IOException(reason));
                }
                Thread.sleep(POLL_MILLIS);
                answer = get(sidecar, "/ready");
            }
        } catch (IOException e) {
            throw sidecar.failure("does not answer", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpResponse<String> get(Sidecar sidecar, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + sidecar.address("admin").getPort() + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        return client.send(request, BodyHandlers.ofString());
    }
}
