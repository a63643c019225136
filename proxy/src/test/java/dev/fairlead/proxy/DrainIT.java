package dev.fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DrainIT {
    private App app;

    @BeforeEach
    void startApp() throws IOException {
        app = new App();
    }

    @AfterEach
    void stopApp() {
        app.close();
    }

    private RunningProxy proxy(String name, String value) throws IOException {
        return new RunningProxy(
                Map.of("FAIRLEAD_SERVICE", "webapp", "FAIRLEAD_APP", app.address(), name, value));
    }

    private RunningProxy proxy() throws IOException {
        return proxy("LINKERD2_PROXY_SHUTDOWN_GRACE_PERIOD", "30s");
    }

    private static Socket connect(RunningProxy proxy) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.address("inbound").getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void askSlowly(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static void awaitRefused(RunningProxy proxy, InetSocketAddress listener) {
        proxy.eventually(_ ->
                assertThatThrownBy(() -> new Socket(listener.getAddress(), listener.getPort()))
                        .isInstanceOf(ConnectException.class));
    }

    @Test
    void http1ExchangeFinishesAndItsConnectionCloses() throws Exception {
        try (RunningProxy proxy = proxy();
                Socket client = connect(proxy)) {
            askSlowly(client);
            app.awaitSlow();

            proxy.proxy().shutdown();
            proxy.eventually(running ->
                    assertThat(running.get("admin", "/ready").statusCode()).isEqualTo(503));
            assertThat(proxy.get("admin", "/ready").body()).contains("draining");
            awaitRefused(proxy, proxy.address("inbound"));
            app.go();

            assertThat(rest(client))
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("connection: close")
                    .endsWith("ok");
            proxy.proxy().awaitTermination();
        }
    }

    @Test
    void idleConnectionsCloseAtOnce() throws Exception {
        try (RunningProxy proxy = proxy();
                Socket silent = connect(proxy);
                Socket idle = connect(proxy)) {
            idle.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            proxy.eventually(
                    running -> assertThat(running.metric("route_response_total")).isEqualTo(1));

            proxy.proxy().shutdown();

            assertThat(rest(silent)).isEmpty();
            assertThat(rest(idle)).endsWith("ok");
            proxy.proxy().awaitTermination();
        }
    }

    @Test
    void http2ClientHearsGoAwayAndItsStreamFinishes(@TempDir Path folder) throws Exception {
        Path endpoints =
                Files.writeString(
                        folder.resolve("endpoints.yaml"),
                        "webapp:80:\n- {address: '" + app.address() + "', protocol: http1}\n");
        try (RunningProxy proxy = proxy("FAIRLEAD_ENDPOINTS", endpoints.toString());
                Http2Client client =
                        new Http2Client(
                                proxy.address("outbound"),
                                RunningProxy.configuration(Map.of()).config())) {
            CompletableFuture<Http2Client.Answer> answer = client.get("webapp", "/slow");
            app.awaitSlow();

            proxy.proxy().shutdown();
            client.awaitGoAway();
            assertThat(answer).isNotDone();
            app.go();

            assertThat(answer.get()).isEqualTo(new Http2Client.Answer("200", "ok"));
            client.awaitClosed();
            proxy.proxy().awaitTermination();
        }
    }

    @Test
    void connectionsAreCutWhenTheGracePeriodIsOver() throws Exception {
        try (RunningProxy proxy = proxy("LINKERD2_PROXY_SHUTDOWN_GRACE_PERIOD", "100ms");
                Socket client = connect(proxy)) {
            askSlowly(client);
            app.awaitSlow();

            proxy.proxy().shutdown();
            proxy.proxy().awaitTermination();

            assertThat(rest(client)).doesNotContain("ok");
        }
    }

    @Test
    void shutdownCanBeAskedFor() throws Exception {
        try (RunningProxy proxy = proxy("LINKERD2_PROXY_SHUTDOWN_ENDPOINT_ENABLED", "true")) {
            assertThat(proxy.post("admin", "/shutdown").statusCode()).isEqualTo(200);

            proxy.proxy().awaitTermination();
        }
    }

    @Test
    void shutdownIsNotThereUnlessEnabled() throws Exception {
        try (RunningProxy proxy = proxy()) {
            assertThat(proxy.post("admin", "/shutdown").statusCode()).isEqualTo(404);
            assertThat(proxy.get("admin", "/ready").statusCode()).isEqualTo(200);
        }
    }
}
