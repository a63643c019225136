package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LogFilterTest {
    private static final String OWN = "dev.fairlead";

    static Stream<Arguments> filters() {
        return Stream.of(
                Arguments.of("", LogLevel.ERROR, Map.of()),
                Arguments.of("warn", LogLevel.WARN, Map.of()),
                Arguments.of("WARN", LogLevel.WARN, Map.of()),
                Arguments.of("off", LogLevel.OFF, Map.of()),
                Arguments.of("5", LogLevel.TRACE, Map.of()),
                Arguments.of("0", LogLevel.OFF, Map.of()),
                Arguments.of(
                        "warn,linkerd=info,hickory=error",
                        LogLevel.WARN,
                        Map.of(OWN, LogLevel.INFO, "hickory", LogLevel.ERROR)),
                Arguments.of(
                        "warn,linkerd=info,[{headers}]=off,[{request}]=off",
                        LogLevel.WARN,
                        Map.of(OWN, LogLevel.INFO)),
                Arguments.of("[{headers,request}]=off", LogLevel.OFF, Map.of()),
                Arguments.of("linkerd[accept{port=80}]=debug,info", LogLevel.INFO, Map.of()),
                Arguments.of("fairlead=debug", LogLevel.OFF, Map.of(OWN, LogLevel.DEBUG)),
                Arguments.of("fairlead", LogLevel.OFF, Map.of(OWN, LogLevel.TRACE)),
                Arguments.of(
                        "fairlead::proxy::http=3",
                        LogLevel.OFF,
                        Map.of(OWN + ".proxy.http", LogLevel.INFO)),
                Arguments.of(
                        "dev.fairlead.proxy=Error",
                        LogLevel.OFF,
                        Map.of(OWN + ".proxy", LogLevel.ERROR)),
                Arguments.of("io.netty=debug", LogLevel.OFF, Map.of("io.netty", LogLevel.DEBUG)),
                Arguments.of(
                        "linkerd_app_core=debug,warn",
                        LogLevel.WARN,
                        Map.of("linkerd_app_core", LogLevel.DEBUG)),
                Arguments.of(
                        " warn , linkerd=info ,, linkerd=debug,",
                        LogLevel.WARN,
                        Map.of(OWN, LogLevel.DEBUG)));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void directivesSetLevels(String text, LogLevel root, Map<String, LogLevel> loggers) {
        assertThat(LogFilter.parse(text))
                .contains(new LogFilter(text, root, new TreeMap<>(loggers)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=info",
                "linkerd=",
                "linkerd=loud",
                "linkerd=6",
                "a b=info",
                "warn,=",
                "a=b=info",
                "[{headers}=off",
                "linkerd info",
                "a/b=info"
            })
    void anythingElseIsNoFilter(String text) {
        assertThat(LogFilter.parse(text)).isEmpty();
    }

    @Test
    void defaultIsWhatItsTextSays() {
        assertThat(LogFilter.parse(LogFilter.DEFAULT.text())).contains(LogFilter.DEFAULT);
    }

    @Test
    void isOffWhenNothingComesThrough() {
        assertThat(LogFilter.parse("off").orElseThrow().isOff()).isTrue();
        assertThat(LogFilter.parse("off,linkerd=off").orElseThrow().isOff()).isTrue();
        assertThat(LogFilter.parse("off,linkerd=error").orElseThrow().isOff()).isFalse();
        assertThat(LogFilter.DEFAULT.isOff()).isFalse();
    }

    @Test
    void levelPrintsAsInAFilter() {
        assertThat(LogLevel.WARN).hasToString("warn");
    }
}
