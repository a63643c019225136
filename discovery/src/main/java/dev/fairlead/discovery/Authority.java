package dev.fairlead.discovery;

import java.util.Locale;

/**
 * A service as requests name it: a fully qualified name, lower-case and without a final dot, and a
 * port.
 *
 * @param name {@code books.default.svc.cluster.local}
 * @param port 1 to 65535
 */
public record Authority(String name, int port) {
    public Authority {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name: empty (expected: a host name)");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
        name = name.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
    }

    /** The form in the {@code dst} label of metrics: {@code name:port}. */
    @Override
    public String toString() {
        return name + ":" + port;
    }
}
