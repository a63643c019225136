package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RulesTest {
    private static final String L = "LINKERD2_PROXY_";

    @ParameterizedTest
    @CsvSource({
        "INBOUND_CONNECT_EXP_BACKOFF_MIN,1s",
        "OUTBOUND_CONNECT_EXP_BACKOFF_MAX,1s",
        "INBOUND_SERVER_HTTP2_INITIAL_STREAM_WINDOW_SIZE,65535",
        "OUTBOUND_SERVER_HTTP2_INITIAL_CONNECTION_WINDOW_SIZE,65535",
        "OUTBOUND_SERVER_HTTP2_KEEP_ALIVE_TIMEOUT,3s"
    })
    void halfOfAPairIsAProblem(String name, String text) {
        ConfigResult result = read(Map.of(L + name, text));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ConfigResult.Invalid.class,
                        invalid -> {
                            assertThat(invalid.problems()).hasSize(1);
                            assertThat(invalid.problems().getFirst().where()).isEqualTo(L + name);
                            assertThat(invalid.problems().getFirst().text())
                                    .contains("both or neither");
                        });
    }

    @ParameterizedTest
    @CsvSource({"2s,1s,0", "0,0,0", "1s,2s,101", "1s,2s,-0.1"})
    void backoffKeepsToItsRanges(String min, String max, String jitter) {
        ConfigResult result = read(backoff(min, max, jitter));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ConfigResult.Invalid.class,
                        invalid -> assertThat(invalid.problems()).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource({"0,1s,0", "1s,1s,100", "1ms,10d,0.5"})
    void backoffMayReachItsLimits(String min, String max, String jitter) {
        assertThat(read(backoff(min, max, jitter))).isInstanceOf(ConfigResult.Valid.class);
    }

    @Test
    void jitterAloneWarns() {
        ConfigResult result = read(Map.of(L + "INBOUND_CONNECT_EXP_BACKOFF_JITTER", "0.5"));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ConfigResult.Valid.class, valid -> assertThat(valid.warnings()).hasSize(1));
    }

    @Test
    void ingressModeWarnsThatItDoesNotRoute() {
        ConfigResult result = read(Map.of(L + "INGRESS_MODE", "true"));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ConfigResult.Valid.class,
                        valid ->
                                assertThat(valid.warnings())
                                        .extracting(ConfigProblem::where)
                                        .containsExactly(L + "INGRESS_MODE"));
    }

    @Test
    void informationalHeadersMayBeShownInIngressMode() {
        ConfigResult result =
                read(
                        Map.of(
                                L + "INGRESS_MODE", "true",
                                L + "OUTBOUND_DISABLE_INFORMATIONAL_HEADERS", "false"));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ConfigResult.Valid.class,
                        valid ->
                                assertThat(valid.config().outbound().informationalHeaders())
                                        .isTrue());
    }

    private static Map<String, String> backoff(String min, String max, String jitter) {
        Map<String, String> environment = new HashMap<>();
        environment.put(L + "OUTBOUND_CONNECT_EXP_BACKOFF_MIN", min);
        environment.put(L + "OUTBOUND_CONNECT_EXP_BACKOFF_MAX", max);
        environment.put(L + "OUTBOUND_CONNECT_EXP_BACKOFF_JITTER", jitter);
        return environment;
    }

    private static ConfigResult read(Map<String, String> environment) {
        return Configs.read(environment, Optional.empty(), List.of());
    }
}
