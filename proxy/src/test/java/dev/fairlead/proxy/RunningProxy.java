package dev.fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.proxy.config.ConfigResult;
import dev.fairlead.proxy.config.Configs;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowingConsumer;

/** A proxy on free ports of the loopback interface, and clients of it. */
final class RunningProxy implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Proxy proxy;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningProxy(Map<String, String> settings) throws BindException {
        proxy = Proxy.start(configuration(settings));
    }

    static ConfigResult.Valid configuration(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        environment.put("LINKERD2_PROXY_INBOUND_LISTEN_ADDR", "127.0.0.1:0");
        environment.put("LINKERD2_PROXY_OUTBOUND_LISTEN_ADDR", "127.0.0.1:0");
        environment.put("LINKERD2_PROXY_ADMIN_LISTEN_ADDR", "127.0.0.1:0");
        environment.putAll(settings);
        ConfigResult result = Configs.readCommand(environment, Optional.empty(), List.of());
        assertThat(result).isInstanceOf(ConfigResult.Valid.class);
        return (ConfigResult.Valid) result;
    }

    Proxy proxy() {
        return proxy;
    }

    InetSocketAddress address(String listener) {
        return addresses(listener).getFirst();
    }

    List<InetSocketAddress> addresses(String listener) {
        return proxy.addresses().stream()
                .filter(address -> address.name().equals(listener))
                .map(Proxy.ListenerAddress::address)
                .toList();
    }

    private HttpRequest.Builder request(String listener, String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + address(listener).getPort() + path));
    }

    HttpResponse<String> get(String listener, String path) throws Exception {
        return send(request(listener, path).build());
    }

    HttpResponse<String> post(String listener, String path) throws Exception {
        return send(request(listener, path).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    HttpResponse<byte[]> getCompressed(String path) throws Exception {
        return client.send(
                request("admin", path).header("accept-encoding", "gzip").build(),
                BodyHandlers.ofByteArray());
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    /** Asks for a service by its name, through one of the outbound listeners. */
    HttpResponse<String> ask(InetSocketAddress outbound, String url) throws Exception {
        try (HttpClient through =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(ProxySelector.of(outbound))
                        .build()) {
            return through.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }

    /** The sum of the samples of a family that hold all of {@code parts}. */
    double metric(String family, String... parts) throws Exception {
        return get("admin", "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(family + "{") || line.startsWith(family + " "))
                .filter(line -> List.of(parts).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Waits until something holds of the proxy. */
    void eventually(ThrowingConsumer<RunningProxy> claim) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                claim.accept(this);
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() - deadline >= 0) {
                    throw notYet;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    @Override
    public void close() {
        proxy.shutdown();
        try {
            proxy.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
