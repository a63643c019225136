package dev.fairlead.e2e;

import java.util.Map;

/** What a server does to a request, on its event loop. */
interface Conduct {
    /** The head has come. */
    default void head(Visit visit) {}

    /** A part of the body has come. */
    default void data(Visit visit) {}

    /** The whole request has come. */
    default void end(Visit visit) {}

    /** Something that is done when the whole request has come. */
    @FunctionalInterface
    interface AtEnd extends Conduct {
        @Override
        void end(Visit visit);
    }

    /** Something that is done as soon as the head has come. */
    @FunctionalInterface
    interface AtHead extends Conduct {
        @Override
        void head(Visit visit);
    }

    /** Answers a whole request. */
    static Conduct answers(int status, String text) {
        return answers(status, Map.of(), text);
    }

    static Conduct answers(int status, Map<String, String> headers, String text) {
        return (AtEnd) visit -> visit.answer(status, headers, text);
    }

    /** The answer that tests wait for. */
    static Conduct succeeds() {
        return answers(200, "done");
    }

    /** Answers with so many bytes. */
    static Conduct answersAtLength(int status, int bytes) {
        return (AtEnd)
                visit -> {
                    visit.head(status, Map.of(), false);
                    for (int left = bytes; left > 0; left -= 16 * 1024) {
                        visit.data(Math.min(left, 16 * 1024), left <= 16 * 1024)
                                .addListener(_ -> {});
                    }
                };
    }

    /** Answers before it has looked at the body. */
    static Conduct answersEarly(int status, String text) {
        return (AtHead) visit -> visit.answer(status, Map.of(), text);
    }

    /** Says nothing, ever. */
    static Conduct isSilent() {
        return (AtEnd) _ -> {};
    }

    /** Answers after a while. */
    static Conduct answersAfter(long millis, int status, String text) {
        return (AtEnd) visit -> visit.after(millis, () -> visit.answer(status, Map.of(), text));
    }

    /** Breaks off when so many bytes of the body have come. */
    static Conduct resetsWithin(long requestBytes) {
        return new Conduct() {
            @Override
            public void data(Visit visit) {
                if (visit.received() >= requestBytes && !visit.isOver()) {
                    visit.reset();
                }
            }
        };
    }

    /** Breaks off when the whole request has come. */
    static Conduct resets() {
        return (AtEnd) Visit::reset;
    }

    /** Breaks off behind so many bytes of a successful answer. */
    static Conduct resetsBehind(int responseBytes) {
        return (AtEnd)
                visit -> {
                    visit.head(200, Map.of("content-length", "1000000"), false);
                    visit.data(responseBytes, false).addListener(_ -> visit.reset());
                };
    }

    /** Begins to answer, and says no more. */
    static Conduct stopsWithinHead() {
        return (AtEnd) Visit::halfHead;
    }

    /** Answers with the beginning of a body, and says no more. */
    static Conduct stopsWithinBody() {
        return (AtEnd)
                visit -> {
                    visit.head(200, Map.of(), false);
                    visit.data(10, false).addListener(_ -> {});
                };
    }

    /** Says that it did not look at the request: RST_STREAM with REFUSED_STREAM. */
    static Conduct refuses() {
        return (AtHead) Visit::refuse;
    }

    /** Says that it did not look at the request: GOAWAY with a lower stream. */
    static Conduct goesAway() {
        return (AtHead) Visit::goAway;
    }

    /** Answers with a body that has no end. */
    static Conduct neverEnds() {
        return (AtEnd)
                visit -> {
                    visit.head(200, Map.of(), false);
                    more(visit);
                };
    }

    private static void more(Visit visit) {
        if (!visit.isOver()) {
            visit.data(1000, false)
                    .addListener(written -> {
                        if (written.isSuccess()) {
                            visit.after(1, () -> more(visit));
                        }
                    });
        }
    }

    /** Takes no more of the body than fits into its window. */
    static Conduct starves() {
        return (AtHead) Visit::stopReading;
    }

    /** Answers at once, and then byte by byte. */
    static Conduct trickles(int bytes, long millisBetween) {
        return (AtEnd)
                visit -> {
                    visit.head(200, Map.of(), false);
                    trickle(visit, bytes, millisBetween);
                };
    }

    private static void trickle(Visit visit, int left, long millis) {
        visit.after(
                millis,
                () -> {
                    visit.data(1, left == 1).addListener(_ -> {});
                    if (left > 1) {
                        trickle(visit, left - 1, millis);
                    }
                });
    }
}
