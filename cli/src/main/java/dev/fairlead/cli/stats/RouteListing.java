package dev.fairlead.cli.stats;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Prints rows: a table whose columns line up, as Linkerd's {@code viz routes} does, or JSON. */
public final class RouteListing {
    private static final List<String> HEADER =
            List.of(
                    "ROUTE",
                    "SERVICE",
                    "SUCCESS",
                    "RPS",
                    "LATENCY_P50",
                    "LATENCY_P95",
                    "LATENCY_P99");
    private static final String NONE = "-";
    private static final String GAP = "   ";

    private RouteListing() {}

    /** The lines of a table, the header first, without spaces at their ends. */
    public static List<String> table(List<RouteRow> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEADER);
        rows.forEach(row -> cells.add(cells(row)));
        int[] widths = new int[HEADER.size()];
        for (List<String> line : cells) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        return cells.stream().map(line -> aligned(line, widths)).toList();
    }

    /** One JSON array. */
    public static void json(JsonGenerator json, List<RouteRow> rows) {
        json.writeStartArray();
        for (RouteRow row : rows) {
            json.writeStartObject();
            json.writeStringProperty("service", row.service());
            json.writeStringProperty("route", row.route());
            json.writeNumberProperty("requests", row.requests());
            writeRounded(json, "success", row.success());
            writeRounded(json, "rps", row.rps());
            writeRounded(json, "latency_ms_p50", row.p50());
            writeRounded(json, "latency_ms_p95", row.p95());
            writeRounded(json, "latency_ms_p99", row.p99());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static List<String> cells(RouteRow row) {
        if (row.responses() == 0) {
            return List.of(row.route(), row.service(), NONE, NONE, NONE, NONE, NONE);
        }
        return List.of(
                row.route(),
                row.service(),
                rounded(100 * row.success(), 2) + "%",
                rounded(row.rps(), 1) + "rps",
                rounded(row.p50(), 0) + "ms",
                rounded(row.p95(), 0) + "ms",
                rounded(row.p99(), 0) + "ms");
    }

    /** The first column to the left, the others to the right. */
    private static String aligned(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(cells.getFirst());
        line.repeat(' ', widths[0] - cells.getFirst().length());
        for (int column = 1; column < widths.length; column++) {
            String cell = cells.get(column);
            line.append(GAP).repeat(' ', widths[column] - cell.length()).append(cell);
        }
        return line.toString();
    }

    /** Half to even on the exact binary value, as Go's {@code %.1f}: 1.25 is 1.2. */
    static String rounded(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** At most four digits behind the point and no zero at the end, as Go's shortest form. */
    private static void writeRounded(JsonGenerator json, String name, double value) {
        BigDecimal rounded =
                new BigDecimal(value).setScale(4, RoundingMode.HALF_EVEN).stripTrailingZeros();
        json.writeName(name);
        json.writeNumber(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
    }
}
