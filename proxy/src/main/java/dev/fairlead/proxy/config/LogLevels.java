package dev.fairlead.proxy.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The levels of all loggers, changed while the proxy runs. Any thread. */
public final class LogLevels {
    private final LoggerContext context;
    private final boolean adjustable;
    private LogFilter current;

    private LogLevels(LoggerContext context, LogFilter filter) {
        this.context = context;
        this.adjustable = !filter.isOff();
        this.current = filter;
        apply(filter);
    }

    /** Sets the process's log as configured. A log that is off at first stays off for good. */
    public static LogLevels start(LogConfig config) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LogSetup.format(context, config.format());
        return new LogLevels(context, config.filter());
    }

    /** Sets the levels of any log, and leaves its appenders alone. */
    public static LogLevels of(LoggerContext context, LogFilter filter) {
        return new LogLevels(context, filter);
    }

    /** Whether levels may be changed: not when the log was off from the start. */
    public boolean adjustable() {
        return adjustable;
    }

    /** The filter in force. */
    public synchronized LogFilter current() {
        return current;
    }

    /** Replaces the filter in force, whole. */
    public synchronized void apply(LogFilter filter) {
        current = filter;
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        for (Logger logger : context.getLoggerList()) {
            if (logger != root) {
                logger.setLevel(null);
            }
        }
        root.setLevel(level(filter.root()));
        filter.loggers().forEach((name, level) -> context.getLogger(name).setLevel(level(level)));
    }

    private static Level level(LogLevel level) {
        return switch (level) {
            case TRACE -> Level.TRACE;
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
            case OFF -> Level.OFF;
        };
    }
}
