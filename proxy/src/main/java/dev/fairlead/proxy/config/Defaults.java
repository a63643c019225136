package dev.fairlead.proxy.config;

import java.util.Map;

/**
 * Which defaults apply where nothing is configured.
 *
 * @param texts what replaces the table's default, by variable
 */
record Defaults(Map<String, String> texts) {
    /** Those of the table, which are Linkerd's where it has the setting. */
    static final Defaults SIDECAR = new Defaults(Map.of());

    /** The same, but nothing listens beyond the loopback interface. */
    static final Defaults COMMAND =
            new Defaults(Map.of(ListenSettings.INBOUND.variable(), "127.0.0.1:4143"));

    Defaults {
        texts = Map.copyOf(texts);
    }
}
