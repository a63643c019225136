package dev.fairlead.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteListingTest {
    private static final List<RouteRow> ROWS =
            List.of(
                    new RouteRow("foobar", "/a", 90, 1, 90, 1.5, 123, 123, 123),
                    new RouteRow("foobar", "/b", 60, 1, 60, 1.0, 123, 123, 123),
                    new RouteRow("foobar", "/c", 0, 0, 0, 0, 123, 123, 123),
                    new RouteRow("foobar", "[DEFAULT]", 30, 1, 30, 0.5, 123, 123, 123));

    @Test
    void linesUpItsColumns() {
        assertThat(String.join("\n", RouteListing.table(ROWS)))
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
    void headerSetsTheLeastWidth() {
        List<RouteRow> one = List.of(new RouteRow("s", "/", 1, 0.5, 1, 12345.25, 1, 2, 3));

        assertThat(RouteListing.table(one))
                .containsExactly(
                        "ROUTE   SERVICE   SUCCESS          RPS   LATENCY_P50   LATENCY_P95"
                                + "   LATENCY_P99",
                        "/             s    50.00%   12345.2rps           1ms           2ms"
                                + "           3ms");
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
        assertThat(RouteListing.rounded(value, digits)).isEqualTo(expected);
    }

    @Test
    void jsonIsAnArrayOfRows() {
        StringWriter text = new StringWriter();
        RouteRow row = new RouteRow("books", "/x", 300, 0.5, 300, 30, 1.23456, 40, 100);

        Json.print(new PrintWriter(text), json -> RouteListing.json(json, List.of(row)));

        assertThat(text.toString())
                .isEqualTo(
                        """
                        [
                          {
                            "service": "books",
                            "route": "/x",
                            "requests": 300,
                            "success": 0.5,
                            "rps": 30,
                            "latency_ms_p50": 1.2346,
                            "latency_ms_p95": 40,
                            "latency_ms_p99": 100
                          }
                        ]
                        """);
    }
}
