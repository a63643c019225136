package dev.fairlead.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminPagesTest {
    private final FakeAdmin admin = new FakeAdmin();

    @ParameterizedTest
    @CsvSource({
        "GET,/live,200",
        "HEAD,/live,200",
        "POST,/live,200",
        "DELETE,/live,200",
        "GET,/ready,200",
        "HEAD,/ready,200",
        "POST,/ready,200",
        "GET,/metrics,200",
        "HEAD,/metrics,200",
        "POST,/metrics,200",
        "GET,/proxy-log-level,200",
        "HEAD,/proxy-log-level,200",
        "PUT,/proxy-log-level,204",
        "POST,/proxy-log-level,405",
        "DELETE,/proxy-log-level,405",
        "GET,/env.json,200",
        "HEAD,/env.json,200",
        "POST,/env.json,405",
        "PUT,/env.json,405",
        "GET,/routes.json,200",
        "HEAD,/routes.json,200",
        "POST,/routes.json,405",
        "GET,/shutdown,405",
        "HEAD,/shutdown,405",
        "PUT,/shutdown,405",
        "POST,/shutdown,200",
        "GET,/tasks,404",
        "GET,/,404",
        "GET,'',404",
        "GET,/live/,404",
        "GET,/LIVE,404",
        "POST,/nowhere,404"
    })
    void pathAndMethodDecide(String method, String path, int status) {
        AdminResponse response =
                admin.pages().respond(admin.request(method, path).body("info").build());

        assertThat(response.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/live",
                "/ready",
                "/metrics",
                "/proxy-log-level",
                "/env.json",
                "/routes.json"
            })
    void headHasTheFieldsOfGetAndNoBody(String path) {
        AdminResponse get = admin.get(path);
        AdminResponse head = admin.pages().respond(admin.request("HEAD", path).build());

        assertThat(head.headers()).isEqualTo(get.headers());
        assertThat(head.headers())
                .contains(Map.entry("content-length", Integer.toString(get.body().length)));
        assertThat(head.body()).isEmpty();
        assertThat(get.body()).isNotEmpty();
    }

    @Test
    void liveIsPlainText() {
        AdminResponse response = admin.get("/live");

        assertThat(text(response)).isEqualTo("live\n");
        assertThat(response.headers()).contains(Map.entry("content-type", "text/plain"));
    }

    @Test
    void readySaysWhatIsWrongAfterItsFirstLine() {
        admin.reasons = List.of("books.yaml:7:13: error: empty condition");

        AdminResponse response = admin.get("/ready");

        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).isEqualTo("ready\nbooks.yaml:7:13: error: empty condition\n");
    }

    @Test
    void notReadySaysWhy() {
        admin.ready = false;
        admin.reasons = List.of("draining");

        AdminResponse response = admin.get("/ready");

        assertThat(response.status()).isEqualTo(503);
        assertThat(text(response)).isEqualTo("not ready\ndraining\n");
    }

    @Test
    void readyAloneIsOneLine() {
        assertThat(text(admin.get("/ready"))).isEqualTo("ready\n");

        admin.ready = false;

        assertThat(text(admin.get("/ready"))).isEqualTo("not ready\n");
    }

    @Test
    void metricsKeepTheirMediaType() {
        AdminResponse response = admin.get("/metrics");

        assertThat(text(response)).isEqualTo(FakeAdmin.METRICS);
        assertThat(response.headers())
                .containsExactly(
                        Map.entry("content-type", FakeAdmin.METRICS_TYPE),
                        Map.entry("content-length", Integer.toString(FakeAdmin.METRICS.length())));
    }

    @Test
    void metricsAreCompressedForWhoTakesIt() throws IOException {
        AdminResponse response =
                admin.pages().respond(admin.request("GET", "/metrics").gzip().build());

        assertThat(response.headers())
                .contains(
                        Map.entry("content-encoding", "gzip"),
                        Map.entry("content-length", Integer.toString(response.body().length)));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(FakeAdmin.METRICS);
        }
    }

    @Test
    void logLevelIsShownAndReplaced() {
        AdminPages pages = admin.pages();
        AdminResponse before = pages.respond(admin.request("GET", "/proxy-log-level").build());
        AdminResponse put =
                pages.respond(
                        admin.request("PUT", "/proxy-log-level")
                                .body("warn,fairlead=debug\n")
                                .build());
        AdminResponse after = pages.respond(admin.request("GET", "/proxy-log-level").build());

        assertThat(text(before)).isEqualTo("warn,fairlead=info\n");
        assertThat(put.body()).isEmpty();
        assertThat(put.headers()).isEmpty();
        assertThat(text(after)).isEqualTo("warn,fairlead=debug\n");
    }

    @Test
    void logLevelThatIsNoneIsRefusedAndNothingChanges() {
        AdminPages pages = admin.pages();

        AdminResponse put =
                pages.respond(admin.request("PUT", "/proxy-log-level").body("loud=yes").build());
        AdminResponse bytes =
                pages.respond(
                        admin.request("PUT", "/proxy-log-level").body(new byte[] {-1, -2}).build());

        assertThat(put.status()).isEqualTo(400);
        assertThat(bytes.status()).isEqualTo(400);
        assertThat(admin.logLevels.current().text()).isEqualTo("warn,fairlead=info");
    }

    @Test
    void otherMethodsOfTheLogLevelAreToldBothInFieldsOfTheirOwn() {
        AdminResponse response =
                admin.pages().respond(admin.request("POST", "/proxy-log-level").build());

        assertThat(response.headers())
                .containsExactly(
                        Map.entry("allow", "GET"),
                        Map.entry("allow", "PUT"),
                        Map.entry("content-length", "0"));
    }

    @ParameterizedTest
    @CsvSource({"GET,/proxy-log-level", "PUT,/proxy-log-level", "POST,/shutdown"})
    void pagesThatChangeThingsAreForLoopbackOnly(String method, String path) {
        AdminResponse response =
                admin.pages()
                        .respond(admin.request(method, path).fromElsewhere().body("off").build());

        assertThat(response.status()).isEqualTo(403);
        assertThat(admin.shutdowns).isZero();
        assertThat(admin.logLevels.current().text()).isEqualTo("warn,fairlead=info");
    }

    @Test
    void logLevelIsNotFoundWhenTheLogWasOffFromTheStart() {
        admin.switchLogOff();

        assertThat(admin.get("/proxy-log-level").status()).isEqualTo(404);
    }

    @Test
    void shutdownRunsWhereItIsEnabled() {
        AdminResponse response = admin.pages().respond(admin.request("POST", "/shutdown").build());

        assertThat(text(response)).isEqualTo("shutdown\n");
        assertThat(admin.shutdowns).isEqualTo(1);
    }

    @Test
    void shutdownIsNotFoundWhereItIsNot() {
        admin.shutdownEnabled = false;

        AdminResponse response = admin.pages().respond(admin.request("POST", "/shutdown").build());

        assertThat(response.status()).isEqualTo(404);
        assertThat(text(response)).isEqualTo("shutdown endpoint is not enabled\n");
        assertThat(admin.shutdowns).isZero();
    }

    @Test
    void wrongMethodIsToldTheRightOne() {
        assertThat(admin.get("/shutdown").headers()).contains(Map.entry("allow", "POST"));
        assertThat(admin.pages().respond(admin.request("PUT", "/env.json").build()).headers())
                .contains(Map.entry("allow", "GET"));
    }

    @ParameterizedTest
    @CsvSource({
        "'',200",
        "*/*,200",
        "application/*,200",
        "application/json,200",
        "'text/html, application/json;q=0.5',200",
        "'Application/JSON; charset=utf-8',200",
        "text/html,406",
        "application/xml,406",
        "application/jsonx,406",
        "application/json;q=0,406",
        "'application/json; q=0.000',406",
        "application/json;q=0.001,200"
    })
    void jsonIsOnlyForWhoTakesIt(String accept, int status) {
        for (String path : List.of("/env.json", "/routes.json")) {
            AdminResponse response =
                    admin.pages().respond(admin.request("GET", path).accept(accept).build());

            assertThat(response.status()).isEqualTo(status);
        }
    }

    @Test
    void selectionWithAnEqualsSignIsRefused() {
        AdminResponse response =
                admin.pages().respond(admin.request("GET", "/env.json").query("A=1").build());

        assertThat(response.status()).isEqualTo(400);
    }

    private static String text(AdminResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
