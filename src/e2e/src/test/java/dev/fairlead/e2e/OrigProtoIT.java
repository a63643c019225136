package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/1 clients and an HTTP/1 application, with one HTTP/2 connection between their proxies. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class OrigProtoIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path folder;
    private final EchoApplication application = new EchoApplication();
    private SidecarPair sidecars;

    @BeforeEach
    void start() {
        RealTools.need("curl over proxies that speak HTTP/2", "curl");
        sidecars =
                SidecarPair.start(
                        Sidecar.Options.PARANOID,
                        folder,
                        ProfileFile.WEBAPP,
                        application.port(),
                        "h2");
    }

    @AfterEach
    void end() {
        try (application) {
            if (sidecars != null) {
                sidecars.close();
            }
        }
    }

    /** The answer with its head, line by line: its body is what the application has read. */
    private String curl(String path, String... options) {
        List<String> command =
                new ArrayList<>(List.of("curl", "--silent", "--show-error", "--include"));
        command.addAll(List.of("--connect-to", "::127.0.0.1:" + sidecars.client().outbound()));
        command.addAll(List.of(options));
        command.add("http://" + ProfileFile.WEBAPP + path);
        return Program.output(LIMIT, command.toArray(String[]::new));
    }

    private long connectionsBetween() {
        return sidecars.server()
                .counts()
                .sum(
                        "tcp_open_total",
                        "direction",
                        "inbound",
                        "peer",
                        "src",
                        "target_port",
                        Integer.toString(application.port()));
    }

    @Test
    void requestsOfManyConnectionsShareOne() {
        for (String version : List.of("--http1.1", "--http1.0", "--http1.1")) {
            String answer = curl("/a?b=c", version);

            String expected = version.substring(2).replace("http", "HTTP/");
            assertThat(answer)
                    .startsWith(expected + " 200 OK\n")
                    .contains("\n\nGET /a?b=c " + expected + "\n")
                    .contains("\nhost: " + ProfileFile.WEBAPP + "\n")
                    .doesNotContain("l5d-orig-proto", "transfer-encoding");
        }
        assertThat(connectionsBetween()).isEqualTo(1);
    }

    @Test
    void bodiesArriveAsTheyWereFramed() {
        assertThat(curl("/a", "--data", "abc")).contains("content-length: 3\n", "\n\nabc\n");
        assertThat(curl("/a", "--data", "abc", "--header", "Transfer-Encoding: chunked"))
                .contains("transfer-encoding: chunked\n")
                .contains("\n\n3\nabc\n0\n\n");
        assertThat(connectionsBetween()).isEqualTo(1);
    }

    @Test
    void anAnswerToHeadKeepsItsLength() {
        assertThat(curl("/a", "--head"))
                .startsWith("HTTP/1.1 200 OK\n")
                .containsPattern("content-length: [1-9]")
                .doesNotContain("GET", "transfer-encoding");
    }

    @Test
    void aTargetInAbsoluteFormStaysOne() throws IOException {
        try (Http1Connection client = new Http1Connection(sidecars.client().outbound())) {
            client.send(
                    "GET http://%s/a HTTP/1.1\r\nHost: other\r\n\r\n"
                            .formatted(ProfileFile.WEBAPP));

            assertThat(client.receive().body())
                    .startsWith("GET http://" + ProfileFile.WEBAPP + "/a HTTP/1.1\r\n")
                    .contains("host: other\r\n");
        }
    }

    @Test
    void theApplicationsCannotSpeakForTheProxies() {
        assertThat(curl("/a", "--header", "l5d-orig-proto: HTTP/1.0"))
                .contains("GET /a HTTP/1.1\n")
                .doesNotContain("l5d-orig-proto");
    }

    @Test
    void anUpgradeGoesAround() throws IOException {
        String before = curl("/a");
        assertThat(before).contains("GET /a HTTP/1.1\n");

        try (Http1Connection client = new Http1Connection(sidecars.client().outbound())) {
            client.send(
                    "GET /a HTTP/1.1\r\nHost: %s\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nhello"
                            .formatted(ProfileFile.WEBAPP));

            String answer = client.awaitText("hello");
            assertThat(answer).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\nhello");
        }
        assertThat(connectionsBetween()).isEqualTo(2);
    }
}
