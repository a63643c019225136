package dev.fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyIT {
    private static final String DST = "dst=\"webapp.default.svc.cluster.local:80\"";

    @TempDir private Path folder;
    private App app;

    @BeforeEach
    void startApp() throws IOException {
        app = new App();
        profile("pathRegex: /books/[0-9]+");
        endpoints(app.address());
    }

    @AfterEach
    void stopApp() {
        app.close();
    }

    private void profile(String condition) throws IOException {
        replace(
                "webapp.yaml",
                """
                apiVersion: linkerd.io/v1alpha2
                kind: ServiceProfile
                metadata:
                  name: webapp.default.svc.cluster.local
                  namespace: default
                spec:
                  routes:
                  - name: book
                    condition:
                      %s
                """
                        .formatted(condition));
    }

    private void endpoints(String address) throws IOException {
        replace(
                "endpoints.yaml",
                "webapp.default.svc.cluster.local:80:\n- address: " + address + "\n");
    }

    private void replace(String name, String text) throws IOException {
        Path draft = Files.writeString(folder.resolve(name + ".draft"), text);
        Files.move(
                draft,
                folder.resolve(name),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private RunningProxy proxy(String... more) throws BindException {
        Map<String, String> settings = new HashMap<>();
        settings.put("FAIRLEAD_PROFILES", folder.resolve("webapp.yaml").toString());
        settings.put("FAIRLEAD_ENDPOINTS", folder.resolve("endpoints.yaml").toString());
        settings.put("FAIRLEAD_SERVICE", "webapp");
        settings.put("FAIRLEAD_APP", app.address());
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new RunningProxy(settings);
    }

    @Test
    void inboundRequestsAreServedAndCountedByRoute() throws Exception {
        try (RunningProxy proxy = proxy()) {
            assertThat(proxy.get("inbound", "/books/1").body()).isEqualTo("ok");
            assertThat(proxy.get("inbound", "/other").statusCode()).isEqualTo(200);

            assertThat(proxy.metric("route_request_total", "inbound", DST, "rt_route=\"book\""))
                    .isEqualTo(1);
            assertThat(proxy.metric("route_request_total", "inbound", DST)).isEqualTo(2);
            assertThat(proxy.get("admin", "/routes.json").body())
                    .contains("\"book\"", "webapp.default.svc.cluster.local:80");
            assertThat(proxy.metric("proxy_build_info", "version=", "date=\"2")).isEqualTo(1);
        }
    }

    @Test
    void everyOutboundListenerRoutesByAuthority() throws Exception {
        try (RunningProxy proxy =
                proxy("LINKERD2_PROXY_OUTBOUND_LISTEN_ADDRS", "127.0.0.1:0,127.0.0.1:0")) {
            assertThat(proxy.addresses("outbound")).hasSize(2);
            for (InetSocketAddress outbound : proxy.addresses("outbound")) {
                assertThat(proxy.ask(outbound, "http://webapp/books/7").body()).isEqualTo("ok");
            }

            assertThat(proxy.metric("route_request_total", "outbound", DST, "rt_route=\"book\""))
                    .isEqualTo(2);
        }
    }

    @Test
    void countersAreExactOverSeveralLoops() throws Exception {
        try (RunningProxy proxy = proxy("FAIRLEAD_LOOPS", "3");
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> asking = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                asking.add(clients.submit(() -> askOften(proxy, 20)));
            }
            int answered = 0;
            for (Future<Integer> one : asking) {
                answered += one.get();
            }

            assertThat(answered).isEqualTo(240);
            assertThat(proxy.metric("route_request_total", "rt_route=\"book\"")).isEqualTo(240);
            assertThat(proxy.metric("route_response_total", "rt_route=\"book\"", "success"))
                    .isEqualTo(240);
        }
    }

    private static int askOften(RunningProxy proxy, int times) throws IOException {
        int port = proxy.address("inbound").getPort();
        int answered = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(ascii("GET /books/1 HTTP/1.1\r\nHost: a\r\n\r\n"));
                answered += readAnswer(socket) ? 1 : 0;
            }
        }
        return answered;
    }

    private static boolean readAnswer(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\nok")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return false;
            }
            text.append((char) next);
        }
        return text.toString().startsWith("HTTP/1.1 200");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void adminAnswersHttp2() throws Exception {
        try (RunningProxy proxy = proxy();
                Http2Client client =
                        new Http2Client(
                                proxy.address("admin"),
                                RunningProxy.configuration(Map.of()).config())) {
            assertThat(client.get("admin", "/live").get())
                    .isEqualTo(new Http2Client.Answer("200", "live\n"));
        }
    }

    @Test
    void metricsAreCompressedForWhoeverAsksForIt() throws Exception {
        try (RunningProxy proxy = proxy()) {
            HttpResponse<byte[]> answer = proxy.getCompressed("/metrics");

            assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
            byte[] page =
                    new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
            assertThat(new String(page, StandardCharsets.UTF_8))
                    .contains("route_request_total{", "process_start_time_seconds");
        }
    }

    @Test
    void editedProfileChangesTheNextRequest() throws Exception {
        try (RunningProxy proxy = proxy()) {
            proxy.get("inbound", "/other");

            profile("pathRegex: /other");

            proxy.eventually(running -> {
                running.get("inbound", "/other");
                assertThat(running.metric("route_request_total", "rt_route=\"book\"")).isPositive();
            });
        }
    }

    @Test
    void brokenEditIsVisibleAndTheLastGoodProfileStays() throws Exception {
        try (RunningProxy proxy = proxy()) {
            profile("pathRegex: /books/(");

            proxy.eventually(running -> assertThat(running.metric("profile_invalid")).isEqualTo(1));
            assertThat(proxy.get("admin", "/ready").body()).contains("webapp.yaml");
            assertThat(proxy.get("admin", "/routes.json").body()).contains("webapp.yaml");
            proxy.get("inbound", "/books/1");
            assertThat(proxy.metric("route_request_total", "rt_route=\"book\"")).isEqualTo(1);

            profile("pathRegex: /books/.*");

            proxy.eventually(running -> assertThat(running.metric("profile_invalid")).isZero());
        }
    }

    @Test
    void bytesThatAreNotHttpGoToTheApplicationAsTheyAre() throws Exception {
        try (ServerSocket echo = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningProxy proxy = proxy("FAIRLEAD_APP", "127.0.0.1:" + echo.getLocalPort());
                Socket client =
                        new Socket(
                                InetAddress.getLoopbackAddress(),
                                proxy.address("inbound").getPort())) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write(ascii("\u0001 this is not HTTP"));
            client.shutdownOutput();
            try (Socket accepted = echo.accept()) {
                accepted.getInputStream().transferTo(accepted.getOutputStream());
            }

            assertThat(client.getInputStream().readAllBytes())
                    .isEqualTo(ascii("\u0001 this is not HTTP"));
        }
    }

    @Test
    void connectionsThatCannotBePassedOnAreCounted() throws Exception {
        int nobody = freePort();
        try (RunningProxy proxy = proxy("FAIRLEAD_APP", "127.0.0.1:" + nobody)) {
            sayNothingUseful(proxy.address("inbound"));
            sayNothingUseful(proxy.address("outbound"));

            assertThat(
                            proxy.metric(
                                    "inbound_tcp_errors_total",
                                    "error=\"i/o\"",
                                    "target_addr=\"127.0.0.1:" + nobody + "\""))
                    .isEqualTo(1);
            assertThat(proxy.metric("outbound_tcp_errors_total", "error=\"unexpected\""))
                    .isEqualTo(1);
        }
    }

    /** Ends when the proxy has given the connection up, by its end or by a reset. */
    private static void sayNothingUseful(InetSocketAddress listener) throws IOException {
        try (Socket client = new Socket(listener.getAddress(), listener.getPort())) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write(ascii("\u0001 this is not HTTP"));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Test
    void endpointThatIsTheProxyItselfIsALoop() throws Exception {
        try (RunningProxy proxy = proxy()) {
            InetSocketAddress outbound = proxy.address("outbound");
            endpoints("127.0.0.1:" + outbound.getPort());

            proxy.eventually(running ->
                    assertThat(running.ask(outbound, "http://webapp/books/1").statusCode())
                            .isEqualTo(508));
        }
    }

    @Test
    void listenerThatCannotBeHadLeavesNothingRunning() throws Exception {
        int inbound = freePort();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            proxy(
                                    "LINKERD2_PROXY_INBOUND_LISTEN_ADDR",
                                    "127.0.0.1:" + inbound,
                                    "LINKERD2_PROXY_ADMIN_LISTEN_ADDR",
                                    "127.0.0.1:" + taken.getLocalPort()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("admin");
        }

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("loop-")) {
                assertThat(thread.join(Duration.ofSeconds(20))).as(thread.getName()).isTrue();
            }
        }
        try (ServerSocket again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), inbound));
            assertThat(again.isBound()).isTrue();
        }
    }
}
