package dev.fairlead.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteListingTest {
    /** All of them between 122.9 and 123.1 ms. */
    private static final LatencyHistogram LATENCY =
            new LatencyHistogram(
                    new TreeMap<>(Map.of(122.9, 0L, 123.1, 10L, Double.POSITIVE_INFINITY, 10L)));

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final List<RouteRow> ROWS =
            List.of(
                    row("/a", tally(90, 0), Tally.NONE),
                    row("/b", tally(60, 0), Tally.NONE),
                    row("/c", Tally.NONE, Tally.NONE),
                    row("[DEFAULT]", tally(30, 0), Tally.NONE));

    @Test
    void linesUpItsColumns() {
        assertThat(String.join("\n", RouteListing.table(RouteColumn.NARROW, ROWS)))
                .isEqualTo(
                        """
                        ROUTE       SERVICE   SUCCESS      RPS   LATENCY_P50   LATENCY_P95   LATENCY_P99
                        /a           foobar   100.00%   1.5rps         123ms         123ms         123ms
                        /b           foobar   100.00%   1.0rps         123ms         123ms         123ms
                        /c           foobar         -        -             -             -             -
                        [DEFAULT]    foobar   100.00%   0.5rps         123ms         123ms         123ms\
                        """);
    }

    @Test
    void wideFormTellsWhatClientsSawFromWhatWasSent() {
        List<RouteRow> rows =
                List.of(
                        row("/half", tally(57, 3), tally(57, 63)),
                        row("/own", tally(60, 0), Tally.NONE),
                        row("/slow", new Tally(60, 0, 60, 60), new Tally(60, 0, 0, 0)));

        assertThat(String.join("\n", RouteListing.table(RouteColumn.WIDE, rows)))
                .isEqualTo(
                        """
                        ROUTE   SERVICE   EFFECTIVE_SUCCESS   EFFECTIVE_RPS   ACTUAL_SUCCESS   ACTUAL_RPS   LATENCY_P50   LATENCY_P95   LATENCY_P99
                        /half    foobar              95.00%          1.0rps           47.50%       2.0rps         123ms         123ms         123ms
                        /own     foobar             100.00%          1.0rps                -            -         123ms         123ms         123ms
                        /slow    foobar               0.00%          1.0rps                -       1.0rps         123ms         123ms         123ms\
                        """);
    }

    @Test
    void headerSetsTheLeastWidth() {
        RouteCounts counts = RouteCounts.effective(tally(24_690, 24_691));
        RouteKey key = new RouteKey("inbound", "s:1", "/");

        List<String> table =
                RouteListing.table(
                        RouteColumn.NARROW,
                        List.of(new RouteRow(key, counts, Duration.ofSeconds(4))));

        assertThat(table)
                .containsExactly(
                        "ROUTE   SERVICE   SUCCESS          RPS   LATENCY_P50   LATENCY_P95"
                                + "   LATENCY_P99",
                        "/             s    50.00%   12345.2rps           0ms           0ms"
                                + "           0ms");
    }

    @Test
    void notesSayWhatHasNoColumn() {
        SortedMap<String, Long> fates = new TreeMap<>();
        fates.put("retried_ok", 24L);
        fates.put("retried_failed", 1L);
        fates.put("skipped_budget", 0L);
        RouteCounts retried =
                new RouteCounts(
                        tally(29, 1),
                        tally(29, 32),
                        LatencyHistogram.EMPTY,
                        new RetryCounts(31, 0, fates));
        RouteKey key = new RouteKey("outbound", "authors:1", "GET /authors/{id}");
        RouteRow slow = row("/slow", new Tally(60, 59, 1, 1), new Tally(60, 59, 0, 0));

        List<RouteRow> rows = List.of(new RouteRow(key, retried, MINUTE), ROWS.getFirst(), slow);

        assertThat(RouteNotes.of(rows))
                .containsExactly(
                        "authors GET /authors/{id}: 31 retries, 1 retried_failed, 24 retried_ok",
                        "foobar /slow: 1 timeout");
    }

    @ParameterizedTest
    @CsvSource({
        "1.25,1,1.2",
        "1.35,1,1.4",
        "0.5,0,0",
        "1.5,0,2",
        "99.995,2,100.00",
        "0.125,2,0.12"
    })
    void roundsTheExactBinaryValueHalfToEven(double value, int digits, String expected) {
        assertThat(RouteColumn.rounded(value, digits)).isEqualTo(expected);
    }

    @Test
    void jsonIsAnArrayOfRows() {
        StringWriter text = new StringWriter();
        SortedMap<String, Long> fates = new TreeMap<>();
        fates.put("retried_ok", 150L);
        RouteCounts counts =
                new RouteCounts(
                        new Tally(300, 298, 2, 2),
                        tally(298, 150),
                        LATENCY,
                        new RetryCounts(150, 0, fates));
        RouteRow row =
                new RouteRow(
                        new RouteKey("outbound", "books.default:7002", "/x"),
                        counts,
                        Duration.ofSeconds(10));

        Json.print(new PrintWriter(text), json -> RouteListing.json(json, List.of(row)));

        assertThat(text.toString())
                .isEqualTo(
                        """
                        [
                          {
                            "service": "books",
                            "route": "/x",
                            "direction": "outbound",
                            "requests": 300,
                            "attempts": 448,
                            "effective_success": 0.9933,
                            "effective_rps": 30,
                            "actual_success": 0.6652,
                            "actual_rps": 44.8,
                            "latency_ms_p50": 123,
                            "latency_ms_p95": 123.09,
                            "latency_ms_p99": 123.098,
                            "timeouts": 2,
                            "retries": {
                              "retried_ok": 150
                            }
                          }
                        ]
                        """);
    }

    /** Good and bad ones. */
    private static Tally tally(long successes, long failures) {
        return new Tally(successes + failures, successes, failures, 0);
    }

    private static RouteRow row(String route, Tally effective, Tally actual) {
        RouteCounts counts = new RouteCounts(effective, actual, LATENCY, RetryCounts.NONE);
        return new RouteRow(new RouteKey("outbound", "foobar:80", route), counts, MINUTE);
    }
}
