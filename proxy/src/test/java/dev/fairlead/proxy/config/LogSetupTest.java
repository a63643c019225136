package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.ConsoleAppender;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LogSetupTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @Test
    void logbackFindsItAndLooksForNothingElse() {
        assertThat(ServiceLoader.load(Configurator.class))
                .singleElement()
                .isInstanceOf(LogSetup.class);
        assertThat(new LogSetup().configure(context))
                .isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
    }

    @Test
    void standardOutputStaysCleanUntilTheLogIsConfigured() {
        new LogSetup().configure(context);

        assertThat(console().getTarget()).isEqualTo("System.err");
        assertThat(root.getLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("dev.fairlead.proxy").getEffectiveLevel())
                .isEqualTo(Level.INFO);
    }

    @ParameterizedTest
    @EnumSource
    void configuredLogGoesToStandardOutputOnly(LogConfig.Format format) {
        new LogSetup().configure(context);

        LogSetup.format(context, format);

        assertThat(console().getTarget()).isEqualTo("System.out");
        assertThat(console().isStarted()).isTrue();
        assertThat(console().getEncoder())
                .isInstanceOf(
                        switch (format) {
                            case PLAIN -> PlainLineEncoder.class;
                            case JSON -> JsonLineEncoder.class;
                        });
    }

    private ConsoleAppender<?> console() {
        assertThat(root.iteratorForAppenders()).toIterable().hasSize(1);
        return (ConsoleAppender<?>) root.iteratorForAppenders().next();
    }
}
