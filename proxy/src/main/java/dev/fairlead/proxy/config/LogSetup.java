package dev.fairlead.proxy.config;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Configures the log without a file, so that nothing is searched for and no XML is parsed at the
 * start. Found by logback through {@code META-INF/services}.
 *
 * <p>Until {@link LogLevels#start} says otherwise, plain lines go to standard error: what a command
 * prints on standard output stays its own.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** Called by the service loader. */
    public LogSetup() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        console(context, ConsoleTarget.SystemErr, new PlainLineEncoder());
        LogLevels.of(context, LogFilter.DEFAULT);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Sends the log to standard output from now on, in the given format. */
    static void format(LoggerContext context, LogConfig.Format format) {
        console(
                context,
                ConsoleTarget.SystemOut,
                switch (format) {
                    case PLAIN -> new PlainLineEncoder();
                    case JSON -> new JsonLineEncoder();
                });
    }

    private static void console(
            LoggerContext context, ConsoleTarget target, Encoder<ILoggingEvent> encoder) {
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("console");
        appender.setTarget(target.getName());
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
    }
}
