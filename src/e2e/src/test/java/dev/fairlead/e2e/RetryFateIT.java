package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of requests that fail, and how often they are sent; each fate is counted once. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class RetryFateIT {
    private static final Conduct FAILS = Conduct.answers(503, "no");
    private static final Choice ONCE = Choice.first(FAILS, Conduct.succeeds());

    @TempDir static Path folder;

    private static final RudeServer SERVER = new RudeServer(new Ledger());
    private static Sidecar sidecar;

    @BeforeAll
    static void start() {
        Outbound outbound = new Outbound(folder).expecting("request failed");
        for (Wire wire : Wire.values()) {
            outbound.knows(rich(wire), SERVER.port())
                    .knows(again(poor(wire)).budget(0, 0, "10s"), SERVER.port())
                    .knows(again(Outbound.service("nowhere-" + wire.label())));
        }
        sidecar = outbound.with("LINKERD2_PROXY_OUTBOUND_HTTP_FAILFAST_TIMEOUT", "100ms").start();
        SERVER.on("/again", ONCE)
                .on("/plain", ONCE)
                .on("/never", ONCE)
                .on("/asked", Choice.first(asksFor("5"), Conduct.succeeds()))
                .on("/hopeless", FAILS)
                .on("/breaks", Conduct.resetsBehind(10))
                .on("/date", Choice.first(asksFor("no date"), Conduct.succeeds()));
    }

    private static Conduct asksFor(String retryAfter) {
        return Conduct.answers(503, Map.of("retry-after", retryAfter), "busy");
    }

    private static ProfileFile rich(Wire wire) {
        return ProfileFile.of(rich(wire.label()))
                .route("plain", "POST", "/plain")
                .route("never", "POST", "/never")
                .with("isRetryable", true)
                .with("maxRetries", 0)
                .route("asked", "POST", "/asked")
                .with("isRetryable", true)
                .with("timeout", "2s")
                .route("all", "POST", "/.*")
                .with("isRetryable", true)
                .budget(1, 1000, "10s");
    }

    private static String rich(String label) {
        return Outbound.service("rich-" + label);
    }

    private static ProfileFile again(String service) {
        return ProfileFile.of(service).route("all", "POST", "/.*").with("isRetryable", true);
    }

    private static String poor(Wire wire) {
        return Outbound.service("poor-" + wire.label());
    }

    @AfterAll
    static void end() {
        try (SERVER) {
            sidecar.close();
        }
    }

    /**
     * A request that fails at first.
     *
     * @param service without the version
     * @param times how often it reaches the server
     */
    record Story(String outcome, String service, String path, int bytes, int times) {
        @Override
        public String toString() {
            return outcome;
        }
    }

    static List<Arguments> stories() {
        List<Story> stories =
                List.of(
                        new Story("retried_ok", "rich-", "/again", 10, 2),
                        new Story("retried_failed", "rich-", "/hopeless", 10, 4),
                        new Story("skipped_not_retryable", "rich-", "/plain", 10, 1),
                        new Story("skipped_budget", "poor-", "/again", 10, 1),
                        new Story("skipped_body", "rich-", "/again", 70_000, 1),
                        new Story("skipped_committed", "rich-", "/breaks", 10, 1),
                        new Story("skipped_deadline", "rich-", "/asked", 10, 1),
                        new Story("skipped_max", "rich-", "/never", 10, 1),
                        new Story("skipped_no_endpoint", "nowhere-", "/again", 10, 0));
        return stories.stream()
                .flatMap(story -> List.of(Wire.values()).stream().map(w -> Arguments.of(story, w)))
                .toList();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("stories")
    void everyFateIsCounted(Story story, Wire wire) {
        String service = Outbound.service(story.service() + wire.label());
        long before = fates(service, story.outcome());
        long all = sidecar.counts().sum("route_retry_total", "dst", service + ":80");
        Question question = Question.post(service, story.path(), Body.of(story.bytes()));

        try (Caller client = wire.caller(sidecar.outbound())) {
            assertThat(client.start(question).ending()).isNotNull();
        }

        sidecar.awaitCounts(
                "one " + story.outcome(), _ -> fates(service, story.outcome()) == before + 1);
        assertThat(sidecar.counts().sum("route_retry_total", "dst", service + ":80"))
                .isEqualTo(all + 1);
        assertThat(SERVER.ledger().times(question.id())).isEqualTo(story.times());
    }

    private static long fates(String service, String outcome) {
        return sidecar.counts()
                .sum("route_retry_total", "dst", service + ":80", "outcome", outcome);
    }

    @ParameterizedTest
    @EnumSource
    void attemptsAreNumbered(Wire wire) {
        Question question = Question.post(rich(wire.label()), "/hopeless", Body.of(10));

        assertThat(call(wire, question).text()).isEqualTo("no");

        List<String> numbers =
                SERVER.ledger().heads(question.id()).stream()
                        .map(head -> head.getOrDefault("l5d-retry-attempt", "0"))
                        .toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(0, 3).mapToObj(Integer::toString).toList());
    }

    /** Two proxies in a row would send it sixteen times. */
    @ParameterizedTest
    @EnumSource
    void retryOfAnotherProxyIsNotMultiplied(Wire wire) {
        Question question =
                Question.post(rich(wire.label()), "/hopeless", Body.of(10))
                        .with("l5d-retry-attempt", 1);

        assertThat(call(wire, question).text()).isEqualTo("no");
        assertThat(SERVER.ledger().times(question.id())).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void unreadableRetryAfterIsNoReasonToWait(Wire wire) {
        Question question = Question.post(rich(wire.label()), "/date", Body.of(10));

        assertThat(call(wire, question).text()).isEqualTo("done");
        assertThat(SERVER.ledger().times(question.id())).isEqualTo(2);
    }

    private static Reply call(Wire wire, Question question) {
        try (Caller client = wire.caller(sidecar.outbound())) {
            return client.call(question);
        }
    }
}
