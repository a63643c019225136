package dev.fairlead.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bodies of {@code /env.json} and {@code /routes.json}. */
final class JsonPagesTest {
    private final FakeAdmin admin = new FakeAdmin();

    @Test
    void environmentIsWholeAndSaysWhatBecameOfIt() {
        admin.environment = new TreeMap<>(Map.of("B", "2\n\"", "A", "1"));

        assertThat(page("/env.json", ""))
                .isEqualTo(
                        """
                        {"A":"1","B":"2\\n\\"","fairlead":{"settings":{"loops":{"value":"2",\
                        "from":"--loops"}},"unused":["LINKERD2_PROXY_IDENTITY_DIR"],\
                        "unknown":["LINKERD2_PROXY_TYPO"]}}
                        """);
    }

    @Test
    void selectionHasTheNamesAskedForOnlyAndNullForMissingOnes() {
        admin.environment = new TreeMap<>(Map.of("A", "1", "B", "2", "C", ""));

        assertThat(page("/env.json", "C&NONE&A&&A"))
                .isEqualTo(
                        """
                        {"C":"","NONE":null,"A":"1"}
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "API_TOKEN",
                "LINKERD2_PROXY_IDENTITY_TOKEN_FILE",
                "LINKERD2_PROXY_IDENTITY_TRUST_ANCHORS",
                "DB_PASSWORD",
                "aws_secret_access_key",
                "PGPASSWD",
                "GOOGLE_CREDENTIALS"
            })
    void whatMayBeSecretIsNeverShown(String name) {
        admin.environment = new TreeMap<>(Map.of(name, "s3cr3t"));

        assertThat(page("/env.json", "")).startsWith("{\"" + name + "\":\"***\"");
        assertThat(page("/env.json", name)).isEqualTo("{\"" + name + "\":\"***\"}\n");
    }

    @Test
    void settingsOfTheProxyAreNotTakenForSecrets() {
        String name = "LINKERD2_PROXY_OUTBOUND_CONNECT_KEEPALIVE";
        admin.environment = new TreeMap<>(Map.of(name, "10s"));

        assertThat(page("/env.json", name)).isEqualTo("{\"" + name + "\":\"10s\"}\n");
    }

    @Test
    void variableThatIsCalledLikeTheSummaryIsNotLost() {
        admin.environment = new TreeMap<>(Map.of("fairlead", "mine"));

        assertThat(page("/env.json", "")).isEqualTo("{\"fairlead\":\"mine\"}\n");
    }

    @Test
    void routesHaveTheirProfileSourceSplitAndCounts() {
        assertThat(page("/routes.json", ""))
                .isEqualTo(
                        """
                        {"profiles":[{"direction":"inbound",\
                        "service":"books.default.svc.cluster.local:7002","namespace":"default",\
                        "source":"books.yaml:1","overrides":[\
                        {"authority":"books-v2.default.svc.cluster.local:7002","weight":5000}],\
                        "routes":[\
                        {"name":"GET /books/{id}","requests":3,"successes":2,"failures":1},\
                        {"name":"","requests":1,"successes":1,"failures":0}]}],\
                        "invalid":[{"source":"authors.yaml",\
                        "problem":"authors.yaml:7:13: error: \\"x\\""}]}
                        """);
    }

    private String page(String path, String query) {
        AdminResponse response =
                admin.pages().respond(admin.request("GET", path).query(query).build());
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).contains(Map.entry("content-type", "application/json"));
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
