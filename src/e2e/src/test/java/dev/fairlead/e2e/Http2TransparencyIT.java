package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.e2e.Ways.Way;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application over HTTP/2, which comes and goes, says by its frames and its absence. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class Http2TransparencyIT {
    private static final H2Application.Answer CALM =
            H2Application.resets(Http2Error.ENHANCE_YOUR_CALM);

    @TempDir private static Path folder;

    @AutoClose private static Ways ways;
    private static int port;

    @BeforeAll
    static void start() {
        port = Applications.freePort();
        ways = new Ways(folder, port);
    }

    @ParameterizedTest
    @EnumSource
    void plainRequestPasses(Way way) throws IOException {
        try (H2Application app = new H2Application(port, H2Application.says(204));
                H2Client peer = ways.connectHttp2(way)) {
            assertThat(peer.get(way.host(), "/a?b").head().status()).hasToString("204");

            assertThat(app.requests())
                    .singleElement()
                    .satisfies(head -> {
                        assertThat(head.path()).hasToString("/a?b");
                        assertThat(head.authority()).hasToString(way.host());
                    });
        }
    }

    @ParameterizedTest
    @EnumSource
    void applicationThatIsDownIs502(Way way) throws IOException {
        try (RawPeer peer = ways.connect(way)) {
            peer.say("GET / HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(way.host()));

            RawPeer.Message answer = peer.hear();

            assertThat(answer.start()).startsWith("HTTP/1.1 502");
            assertThat(answer.field("l5d-proxy-reason")).isEqualTo("connect-refused");
        }
    }

    @Test
    void applicationThatComesUpLaterAnswers() throws IOException {
        long before = ways.accepted();
        try (H2Client peer = ways.connectHttp2(Way.INBOUND)) {
            H2Client.Call call = peer.get(Way.INBOUND.host(), "/");
            Await.until("its connection is there", ways::accepted, accepted -> accepted > before);

            try (H2Application late = new H2Application(port, H2Application.says(200))) {
                assertThat(call.head().status()).hasToString("200");
                assertThat(late.requests()).hasSize(1);
            }
        }
    }

    /** Outbound, a request without an authority goes somewhere only if it was redirected. */
    @Test
    void missingAuthorityStaysMissing() throws IOException {
        Http2Headers head = new DefaultHttp2Headers().method("GET").scheme("http").path("/");
        try (H2Application app = new H2Application(port, H2Application.says(200));
                H2Client peer = ways.connectHttp2(Way.INBOUND)) {
            assertThat(peer.send(head).head().status()).hasToString("200");

            assertThat(app.requests())
                    .singleElement()
                    .satisfies(heard -> {
                        assertThat(heard.authority()).isNull();
                        assertThat(heard.get("host")).isNull();
                    });
        }
    }

    @ParameterizedTest
    @EnumSource
    void resetReachesTheClientWithItsCode(Way way) {
        try (H2Application _ = new H2Application(port, CALM);
                H2Client peer = ways.connectHttp2(way)) {
            H2Client.Call call = peer.get(way.host(), "/");

            assertThatThrownBy(call::head)
                    .hasMessageContaining("reset " + Http2Error.ENHANCE_YOUR_CALM.code());
        }
    }

    @Test
    void resetBehindAnHttp1ClientIs502() throws IOException {
        try (H2Application app = new H2Application(port, CALM);
                RawPeer peer = ways.connect(Way.OUTBOUND)) {
            peer.say("GET / HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(Ways.HINTED));

            assertThat(peer.hear().start()).startsWith("HTTP/1.1 502");
            assertThat(app.requests()).hasSize(1);
        }
    }
}
