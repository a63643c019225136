package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backend that is gone, and one that always fails, under a thousand requests a second: retries
 * stay within the budget, which lets through
 *
 * <pre>
 *   ratio · requests + minRetriesPerSecond · (seconds + ttl)
 * </pre>
 *
 * at the most: the reserve of one whole ttl may be spent at once.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class RetryStormIT {
    private static final String DEAD = Outbound.service("dead");
    private static final String FAILING = Outbound.service("failing");
    private static final int PER_SECOND = 1000;
    private static final int SECONDS = 2;
    private static final double RATIO = 0.2;
    private static final int MIN_PER_SECOND = 10;
    private static final int TTL_SECONDS = 2;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void retriesOfFailuresStayWithinTheBudget(Wire wire, TestReporter reporter) {
        try (RudeServer server = new RudeServer(new Ledger());
                Sidecar sidecar = sidecar(FAILING, server.port());
                Caller client = wire.caller(sidecar.outbound())) {
            server.otherwise(Choice.always(Conduct.answers(503, "no")));

            Storm storm = Storm.over(client, FAILING);

            long attempts = server.ledger().requests();
            reporter.publishEntry("attempts", Long.toString(attempts));
            assertThat(Crowd.answered(storm.calls(), 503)).isEqualTo(storm.requests());
            assertThat(attempts - storm.requests())
                    .isBetween((long) MIN_PER_SECOND * TTL_SECONDS, storm.mostRetries());
            Counts counts = sidecar.counts();
            assertThat(counts.sum("route_actual_request_total")).isEqualTo(attempts);
            assertThat(counts.sum("route_request_total")).isEqualTo(storm.requests());
            assertThat(counts.sum("route_retryable_total", "skipped", "no_budget")).isPositive();
            assertThat(counts.sum("route_retry_total")).isEqualTo(storm.requests());
        }
    }

    @ParameterizedTest
    @EnumSource
    void retriesOfRefusedConnectionsStayWithinTheBudget(Wire wire, TestReporter reporter) {
        try (Sidecar sidecar = sidecar(DEAD, Applications.freePort());
                Caller client = wire.caller(sidecar.outbound())) {
            Storm storm = Storm.over(client, DEAD);

            assertThat(storm.calls())
                    .extracting(call -> call.reply().status())
                    .allMatch(status -> status >= 502 && status <= 504);
            Counts counts = sidecar.counts();
            long attempts = counts.sum("route_actual_request_total");
            reporter.publishEntry("attempts", Long.toString(attempts));
            assertThat(counts.sum("route_request_total")).isEqualTo(storm.requests());
            assertThat(attempts - storm.requests()).isLessThanOrEqualTo(storm.mostRetries());
        }
    }

    /**
     * A run.
     *
     * @param took until the last request had ended
     */
    private record Storm(List<Call> calls, Duration took) {
        static Storm over(Caller client, String service) {
            long start = System.nanoTime();
            List<Call> calls =
                    Crowd.sendAtRate(client, PER_SECOND, SECONDS, () -> Question.get(service, "/"));
            return new Storm(calls, Duration.ofNanos(System.nanoTime() - start));
        }

        long requests() {
            return calls.size();
        }

        long mostRetries() {
            double seconds = took.toNanos() / 1e9 + TTL_SECONDS;
            return (long) Math.ceil(RATIO * requests() + MIN_PER_SECOND * seconds);
        }
    }

    private Sidecar sidecar(String service, int port) {
        ProfileFile profile =
                ProfileFile.of(service)
                        .route("all", "GET", "/.*")
                        .with("isRetryable", true)
                        .budget(RATIO, MIN_PER_SECOND, TTL_SECONDS + "s");
        return new Outbound(folder)
                .knows(profile, port)
                .with("LINKERD2_PROXY_OUTBOUND_HTTP_FAILFAST_TIMEOUT", "1s")
                .lightly()
                .expecting("request failed")
                .start();
    }
}
