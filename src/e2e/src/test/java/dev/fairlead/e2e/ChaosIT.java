package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers that flap, reset, stall and fail at random, and clients that lose interest: every
 * request ends once, nothing is processed twice that must not be, all counts agree, and the memory
 * comes back.
 *
 * <p>{@code -Dchaos.seed} replays a run as far as threads allow it: what is asked and what is done
 * to it are the same, the order of events is not. {@code -Dchaos.minutes} lets it run for longer,
 * {@code -Dchaos.requests} for more requests.
 */
final class ChaosIT {
    private static final double RATIO = 0.5;
    private static final int MIN_PER_SECOND = 100;
    private static final int TTL_SECONDS = 10;
    private static final int MOST_ATTEMPTS = 4;
    private static final int WATCHED = 5_000;
    private static final double NANOS_PER_MINUTE = 60e9;
    private static final double MIB = 1 << 20;

    /** What the allocator may keep over what it kept after the first requests. */
    private static final double MEMORY_GROWTH_BYTES = 8 * MIB;

    @TempDir Path folder;

    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final int requests = Integer.getInteger("chaos.requests", 200_000);
    private final double minutes = Double.parseDouble(System.getProperty("chaos.minutes", "1.2"));
    private final ChaosPlan plan = new ChaosPlan(seed);
    private final Ledger ledger = Ledger.ofCounts();

    @Test
    void everyRequestEndsOnceAndAllCountsAgree(TestReporter reporter) {
        storm(reporter, options -> options.lightly(), requests, minutes);
    }

    /** The leak detector of the sidecar follows every single buffer, which takes its time. */
    @Test
    void noBufferLeaks(TestReporter reporter) {
        storm(reporter, options -> options, Math.min(requests, WATCHED), minutes / 4);
    }

    private void storm(
            TestReporter reporter, UnaryOperator<Outbound> options, int most, double minutes) {
        reporter.publishEntry("chaos.seed", Long.toString(seed));
        System.out.println("replay with -Dchaos.seed=" + seed); // into the output of the report
        List<RudeServer> servers = servers();
        try (Sidecar sidecar = sidecar(servers, options)) {
            long start = System.nanoTime();
            long end = start + (long) (minutes * NANOS_PER_MINUTE);
            ChaosRun run = new ChaosRun(plan, seed, servers);
            run.sendUpTo(most / 10, end, sidecar.outbound());
            double memory = memory(awaitQuiet(sidecar));

            run.sendUpTo(most, end, sidecar.outbound());
            Counts counts = awaitQuiet(sidecar);

            Duration took = Duration.ofNanos(System.nanoTime() - start);
            reporter.publishEntry("requests", run.sent() + " in " + took);
            reporter.publishEntry("endings", run.tally().endings().toString());
            reporter.publishEntry("memory", memory + " " + memory(counts));
            assertEnded(run);
            assertEffective(counts, run);
            assertActual(counts, run.tally().count(ChaosTally.CANCELLED));
            assertBudget(counts, took);
            assertThat(memory(counts)).isLessThanOrEqualTo(memory + MEMORY_GROWTH_BYTES);
        } catch (AssertionError e) {
            throw new AssertionError("replay with -Dchaos.seed=" + seed, e);
        } finally {
            servers.forEach(RudeServer::close);
        }
    }

    /** Of the allocator, in bytes. */
    private static double memory(Counts counts) {
        return counts.exactSum("netty_memory_used_bytes");
    }

    /** No client is connected any more and no body kept: the figures of before are back. */
    private static Counts awaitQuiet(Sidecar sidecar) {
        return sidecar.awaitCounts(
                "no client connection, no body kept",
                counts ->
                        counts.sum("tcp_open_connections", "direction", "outbound", "peer", "src")
                                        == 0
                                && counts.sum("retry_body_memory_used_bytes") == 0);
    }

    private void assertEnded(ChaosRun run) {
        assertThat(run.tally().all()).isEqualTo(run.sent());
        assertNoFaults(run.tally());
        assertProcessedOnce(run.sent());
        assertThat(ledger.damaged()).as("damaged bodies").isZero();
    }

    /** Each call has one ending: an answer, a broken one, a reset of its stream, or its own. */
    private static void assertNoFaults(ChaosTally tally) {
        assertThat(tally.endings().keySet())
                .allMatch(ending ->
                        ending.matches("\\d{3}")
                                || ending.equals(ChaosTally.CANCELLED)
                                || ending.equals(ChaosTally.FAILED));
    }

    private void assertProcessedOnce(int sent) {
        List<ChaosPlan.Step> tooOften =
                IntStream.range(0, sent)
                        .mapToObj(plan::step)
                        .filter(this::processedTooOften)
                        .toList();

        assertThat(tooOften).isEmpty();
    }

    private boolean processedTooOften(ChaosPlan.Step step) {
        int times = ledger.processed(step.question().id());
        return times > (step.mayBeSentAgain() ? MOST_ATTEMPTS : 1);
    }

    /** A request that its client gave up may be counted or not, and in any class. */
    private static void assertEffective(Counts counts, ChaosRun run) {
        long cancelled = run.tally().count(ChaosTally.CANCELLED);
        long sent = run.sent();
        assertThat(counts.sum("route_request_total")).isBetween(sent - cancelled, sent);
        assertThat(counts.sum("route_response_total")).isBetween(sent - cancelled, sent);
        for (int status : new int[] {200, 500, 502, 503, 504}) {
            long seen = run.tally().count(Integer.toString(status));
            assertThat(status(counts, "route_response_total", status))
                    .as("answers with " + status)
                    .isBetween(seen - timedOut(counts, status), seen + cancelled);
        }
    }

    /** The answer to a timeout of the route is counted by its error, without a status. */
    private static long timedOut(Counts counts, int status) {
        return status == 504 ? withoutStatus(counts, "route_response_total") : 0;
    }

    /**
     * Attempts are what servers saw and those that did not come through to one: the sidecar answers
     * for these, with a status that no server here has, or counts an error. What a client gives up
     * may be lost on the way too.
     */
    private void assertActual(Counts counts, long cancelled) {
        String family = "route_actual_response_total";
        long ownAnswers =
                status(counts, family, 502)
                        + status(counts, family, 504)
                        + withoutStatus(counts, family);
        long unanswered = counts.sum("route_actual_request_total") - counts.sum(family);
        assertThat(counts.sum("route_actual_request_total"))
                .isBetween(
                        ledger.requests(), ledger.requests() + ownAnswers + unanswered + cancelled);
        for (int status : new int[] {200, 500, 503}) {
            assertThat(status(counts, family, status))
                    .as("attempts with " + status)
                    .isLessThanOrEqualTo(ledger.answers(status))
                    .isGreaterThanOrEqualTo(
                            ledger.answers(status) - ownAnswers - unanswered - cancelled);
        }
    }

    private static long status(Counts counts, String family, int status) {
        return counts.sum(family, "status_code", Integer.toString(status));
    }

    private static long withoutStatus(Counts counts, String family) {
        return counts.sum(family, "status_code", "");
    }

    private static void assertBudget(Counts counts, Duration took) {
        long effective = counts.sum("route_request_total");
        long retries = counts.sum("route_actual_request_total") - effective;
        double seconds = took.toNanos() / 1e9 + TTL_SECONDS;

        assertThat((double) retries)
                .isPositive()
                .isLessThanOrEqualTo(RATIO * effective + MIN_PER_SECOND * seconds);
    }

    private List<RudeServer> servers() {
        List<RudeServer> servers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RudeServer server = new RudeServer(ledger, quietPort());
            server.otherwise(plan::conduct);
            servers.add(server);
        }
        return servers;
    }

    /** Outside the range of ports that connections get, as it must be free again after a while. */
    private static int quietPort() {
        return IntStream.iterate(
                        20_000 + (int) (ProcessHandle.current().pid() % 10_000), p -> p + 1)
                .filter(port -> !Applications.accepts(port))
                .findFirst()
                .orElseThrow();
    }

    private Sidecar sidecar(List<RudeServer> servers, UnaryOperator<Outbound> options) {
        int[] ports = servers.stream().mapToInt(RudeServer::port).toArray();
        return options.apply(new Outbound(folder))
                .knows(ChaosPlan.profile(RATIO, MIN_PER_SECOND, TTL_SECONDS + "s"), ports)
                .with("FAIRLEAD_OUTBOUND_SERVER_HTTP2_MAX_RESETS", 0)
                .with("FAIRLEAD_HTTP2_CLIENT_MAX_RESETS", 0)
                .expecting("request failed")
                .start();
    }
}
