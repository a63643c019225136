package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceNameTest {
    @Test
    void mayHaveAPort() {
        assertThat(ServiceName.parse("webapp.default:80"))
                .contains(new ServiceName("webapp.default", OptionalInt.of(80)));
        assertThat(ServiceName.parse("webapp"))
                .contains(new ServiceName("webapp", OptionalInt.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"webapp", "webapp.default.svc.cluster.local.:7000"})
    void printsAsItWasGiven(String text) {
        assertThat(ServiceName.parse(text))
                .hasValueSatisfying(n -> assertThat(n).hasToString(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":80", "webapp:", "webapp:0", "webapp:65536", "a b", "a:b", "-a"})
    void isNothingElse(String text) {
        assertThat(ServiceName.parse(text)).isEmpty();
    }
}
