package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class ConfigLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(ConfigLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void attach() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void detach() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void warningsAreWrittenOneByOneAndUnusedVariablesInOneLine() {
        ConfigResult result =
                Configs.read(
                        Map.of(
                                "LINKERD2_PROXY_TYPO", "1",
                                "LINKERD2_PROXY_TAP_SVC_NAME", "tap",
                                "LINKERD2_PROXY_IDENTITY_DIR", "/identity"),
                        Optional.empty(),
                        List.of());

        ConfigLog.write((ConfigResult.Valid) result);

        assertThat(lines.list)
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.WARN, Level.INFO);
        assertThat(lines.list.getFirst().getKeyValuePairs().getFirst().value)
                .isEqualTo("LINKERD2_PROXY_TYPO");
        assertThat(lines.list.getLast().getKeyValuePairs().getFirst().value)
                .isEqualTo("LINKERD2_PROXY_IDENTITY_DIR,LINKERD2_PROXY_TAP_SVC_NAME");
    }

    @Test
    void nothingIsWrittenWhenThereIsNothingToSay() {
        ConfigLog.write((ConfigResult.Valid) Configs.read(Map.of(), Optional.empty(), List.of()));

        assertThat(lines.list).isEmpty();
    }
}
