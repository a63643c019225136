package dev.fairlead.proxy.config;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log what the configuration came to. */
public final class ConfigLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConfigLog.class);

    private ConfigLog() {}

    /**
     * Writes each warning, and one line with the variables that this version has no use for. To be
     * called once, after {@link LogLevels#start}.
     */
    public static void write(ConfigResult.Valid result) {
        for (ConfigProblem warning : result.warnings()) {
            LOGGER.atWarn()
                    .addKeyValue("setting", warning.where())
                    .addKeyValue("problem", warning.text())
                    .log("configuration");
        }
        if (!result.report().unused().isEmpty()) {
            LOGGER.atInfo()
                    .addKeyValue("variables", String.join(",", result.report().unused()))
                    .log("not used by this version");
        }
    }
}
