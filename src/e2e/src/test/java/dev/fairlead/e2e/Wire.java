package dev.fairlead.e2e;

import java.util.Locale;

/** The version of HTTP that a client speaks; without a hint the sidecar asks servers the same. */
enum Wire {
    HTTP_1 {
        @Override
        Caller caller(int port) {
            return new Http1Caller(port);
        }
    },
    HTTP_2 {
        @Override
        Caller caller(int port) {
            return new Http2Caller(port);
        }
    };

    /** A part of names: {@code http1}. */
    String label() {
        return name().replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** A client of this port of the loopback interface. */
    abstract Caller caller(int port);
}
