package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers that fail half the time: what clients see through a retryable route, and that the scrape
 * page says what clients and servers count.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class HalfFailingIT {
    private static final String SERVICE = Outbound.service("half-failing");
    private static final int REQUESTS = 1500;
    private static final int AT_ONCE = 50;
    private static final int MAX_RETRIES = 6;
    private static final long SEED = 20_261_122;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void retriesHideFailuresAndCountsAreExact(Wire wire) {
        try (RudeServer server = halfFailing();
                Sidecar sidecar = sidecar(server);
                Caller client = wire.caller(sidecar.outbound())) {
            List<Call> calls =
                    Crowd.send(client, REQUESTS, AT_ONCE, () -> Question.get(SERVICE, "/again"));

            long succeeded = Crowd.answered(calls, 200);
            assertThat(succeeded + Crowd.answered(calls, 503)).isEqualTo(REQUESTS);
            assertThat((double) succeeded / REQUESTS).isGreaterThanOrEqualTo(0.95);

            Ledger ledger = server.ledger();
            double actual = (double) ledger.answers(200) / ledger.requests();
            assertThat(actual).isCloseTo(0.5, within(0.05));
            assertCounts(sidecar.counts(), "again", calls, ledger);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutIsRetryableEveryRequestIsSentOnce(Wire wire) {
        try (RudeServer server = halfFailing();
                Sidecar sidecar = sidecar(server);
                Caller client = wire.caller(sidecar.outbound())) {
            List<Call> calls =
                    Crowd.send(client, REQUESTS, AT_ONCE, () -> Question.get(SERVICE, "/once"));

            assertThat(calls).allMatch(call -> server.ledger().times(call.question().id()) == 1);
            double succeeded = (double) Crowd.answered(calls, 200) / REQUESTS;
            assertThat(succeeded).isCloseTo(0.5, within(0.05));
            assertCounts(sidecar.counts(), "once", calls, server.ledger());
        }
    }

    /** Effective is what clients saw, actual is what servers saw. */
    private static void assertCounts(Counts counts, String route, List<Call> calls, Ledger ledger) {
        assertThat(sum(counts, "route_request_total", route)).isEqualTo(calls.size());
        assertThat(sum(counts, "route_actual_request_total", route)).isEqualTo(ledger.requests());
        for (int status : new int[] {200, 503}) {
            assertThat(responses(counts, "route_response_total", route, status))
                    .isEqualTo(Crowd.answered(calls, status));
            assertThat(responses(counts, "route_actual_response_total", route, status))
                    .isEqualTo(ledger.answers(status));
        }
        assertFates(counts, route, calls, ledger);
    }

    /** Each request that failed at first has one fate. */
    private static void assertFates(Counts counts, String route, List<Call> calls, Ledger ledger) {
        long again = calls.stream().filter(call -> times(ledger, call) > 1).count();
        long saved =
                calls.stream()
                        .filter(call -> times(ledger, call) > 1 && call.reply().status() == 200)
                        .count();
        long lost = Crowd.answered(calls, 503);
        long skipped = route.equals("once") ? lost : 0;
        assertThat(fate(counts, route, "retried_ok")).isEqualTo(saved);
        assertThat(fate(counts, route, "skipped_not_retryable")).isEqualTo(skipped);
        assertThat(sum(counts, "route_retry_total", route)).isEqualTo(saved + lost);
        assertThat(again).isEqualTo(saved + lost - skipped);
    }

    private static int times(Ledger ledger, Call call) {
        return ledger.times(call.question().id());
    }

    private static long fate(Counts counts, String route, String outcome) {
        return counts.sum("route_retry_total", "rt_route", route, "outcome", outcome);
    }

    private static long sum(Counts counts, String name, String route) {
        return counts.sum(name, "direction", "outbound", "rt_route", route);
    }

    private static long responses(Counts counts, String name, String route, int status) {
        String success = status < 500 ? "success" : "failure";
        return counts.sum(
                name,
                "rt_route",
                route,
                "status_code",
                Integer.toString(status),
                "classification",
                success);
    }

    private static RudeServer halfFailing() {
        return new RudeServer(new Ledger())
                .otherwise(
                        Choice.randomly(SEED, 0.5, Conduct.answers(503, "no"), Conduct.succeeds()));
    }

    private Sidecar sidecar(RudeServer server) {
        ProfileFile profile =
                ProfileFile.of(SERVICE)
                        .route("again", "GET", "/again")
                        .with("isRetryable", true)
                        .with("maxRetries", MAX_RETRIES)
                        .with("retryBackoff", "{min: 1ms, max: 5ms}")
                        .route("once", "GET", "/once")
                        .budget(2, 100, "10s");
        return new Outbound(folder).knows(profile, server.port()).lightly().start();
    }
}
