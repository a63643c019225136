package dev.fairlead.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ConsoleAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogLevelsTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void filterReachesLoggersAndThoseBelow() {
        LogLevels levels = LogLevels.of(context, filter("warn,fairlead=info,io.netty=off"));

        assertThat(level("dev.fairlead.proxy.Proxy")).isEqualTo(Level.INFO);
        assertThat(level("io.netty.channel.Channel")).isEqualTo(Level.OFF);
        assertThat(level("org.example")).isEqualTo(Level.WARN);
        assertThat(levels.current().text()).isEqualTo("warn,fairlead=info,io.netty=off");
    }

    @Test
    void newFilterReplacesTheOldWhole() {
        LogLevels levels = LogLevels.of(context, filter("warn,fairlead=info,io.netty=off"));

        levels.apply(filter("debug,fairlead.proxy=trace"));

        assertThat(level("dev.fairlead.metrics.Page")).isEqualTo(Level.DEBUG);
        assertThat(level("dev.fairlead.proxy.Proxy")).isEqualTo(Level.TRACE);
        assertThat(level("io.netty.channel.Channel")).isEqualTo(Level.DEBUG);
        assertThat(levels.current().text()).isEqualTo("debug,fairlead.proxy=trace");
    }

    @Test
    void logThatIsOffAtFirstCannotBeAdjusted() {
        assertThat(LogLevels.of(context, filter("off")).adjustable()).isFalse();
    }

    @Test
    void logThatIsSwitchedOffLaterCan() {
        LogLevels levels = LogLevels.of(context, filter("info"));

        levels.apply(filter("off"));

        assertThat(level("dev.fairlead")).isEqualTo(Level.OFF);
        assertThat(levels.adjustable()).isTrue();
    }

    @Test
    void everyLevelHasItsCounterpart() {
        for (LogLevel level : LogLevel.values()) {
            LogLevels.of(context, filter(level.toString()));

            assertThat(level("org.example")).hasToString(level.name());
        }
    }

    @Test
    void startGivesTheProcessItsLog() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        try {
            LogLevels levels =
                    LogLevels.start(new LogConfig(filter("error"), LogConfig.Format.JSON));

            assertThat(levels.adjustable()).isTrue();
            assertThat(root.getLevel()).isEqualTo(Level.ERROR);
            assertThat(((ConsoleAppender<?>) root.getAppender("console")).getEncoder())
                    .isInstanceOf(JsonLineEncoder.class);
        } finally {
            LogLevels.start(new LogConfig(LogFilter.DEFAULT, LogConfig.Format.PLAIN));
        }
    }

    private Level level(String logger) {
        return context.getLogger(logger).getEffectiveLevel();
    }

    private static LogFilter filter(String text) {
        return LogFilter.parse(text).orElseThrow();
    }
}
