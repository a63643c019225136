package dev.fairlead.e2e;

import java.util.HashMap;
import java.util.Map;

/** What a gRPC server does to a call. */
final class GrpcConduct {
    private static final Map<String, String> TYPE = Map.of("content-type", "application/grpc");

    private GrpcConduct() {}

    /** Answers with a head that is all: trailers only. */
    static Conduct inHead(int status) {
        return inHead(status, Map.of());
    }

    private static Conduct inHead(int status, Map<String, String> more) {
        Map<String, String> head = new HashMap<>(TYPE);
        head.putAll(more);
        head.put("grpc-status", Integer.toString(status));
        return (Conduct.AtEnd) visit -> visit.head(200, head, true);
    }

    /** Asks for a pause before the call is sent again; below zero, for none to come. */
    static Conduct pushesBack(int status, int millis) {
        return inHead(status, Map.of("grpc-retry-pushback-ms", Integer.toString(millis)));
    }

    /** Answers with trailers behind an empty body. */
    static Conduct afterEmptyBody(int status) {
        return (Conduct.AtEnd)
                visit -> {
                    visit.head(200, TYPE, false);
                    visit.trailers(status(status));
                };
    }

    /** Answers with trailers behind so many messages. */
    static Conduct afterMessages(int status, int messages) {
        return (Conduct.AtEnd)
                visit -> {
                    visit.head(200, TYPE, false);
                    for (int i = 0; i < messages; i++) {
                        visit.data(100, false).addListener(_ -> {});
                    }
                    visit.trailers(status(status));
                };
    }

    /** Sends a message now and then, and goes on for long. */
    static Conduct streams(int messages, long millisBetween) {
        return (Conduct.AtEnd)
                visit -> {
                    visit.head(200, TYPE, false);
                    next(visit, messages, millisBetween);
                };
    }

    private static void next(Visit visit, int left, long millis) {
        visit.after(
                millis,
                () -> {
                    if (left == 0) {
                        visit.trailers(status(0));
                        return;
                    }
                    visit.data(10, false).addListener(_ -> {});
                    next(visit, left - 1, millis);
                });
    }

    private static Map<String, String> status(int status) {
        return Map.of("grpc-status", Integer.toString(status));
    }
}
