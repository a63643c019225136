package dev.fairlead.cli.stats;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Prints rows: a table whose columns line up, as Linkerd's {@code viz routes} does, or JSON. */
public final class RouteListing {
    private static final String GAP = "   ";

    private RouteListing() {}

    /**
     * The lines of a table, the header first, without spaces at their ends.
     *
     * @param columns at least one
     */
    public static List<String> table(List<RouteColumn> columns, List<RouteRow> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(RouteColumn::name).toList());
        rows.forEach(row -> cells.add(columns.stream().map(column -> column.cell(row)).toList()));
        int[] widths = new int[columns.size()];
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
        rows.forEach(row -> json(json, row));
        json.writeEndArray();
    }

    private static void json(JsonGenerator json, RouteRow row) {
        Tally effective = row.counts().effective();
        Tally actual = row.counts().actual();
        json.writeStartObject();
        json.writeStringProperty("service", row.service());
        json.writeStringProperty("route", row.route());
        json.writeStringProperty("direction", row.key().direction());
        json.writeNumberProperty("requests", effective.requests());
        json.writeNumberProperty("attempts", actual.requests());
        writeRounded(json, "effective_success", effective.success());
        writeRounded(json, "effective_rps", row.rps(effective));
        writeRounded(json, "actual_success", actual.success());
        writeRounded(json, "actual_rps", row.rps(actual));
        writeRounded(json, "latency_ms_p50", row.latencyMillis(0.5));
        writeRounded(json, "latency_ms_p95", row.latencyMillis(0.95));
        writeRounded(json, "latency_ms_p99", row.latencyMillis(0.99));
        json.writeNumberProperty("timeouts", effective.timeouts());
        json.writeObjectPropertyStart("retries");
        row.counts().retries().fates().forEach(json::writeNumberProperty);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The first column to the left, the others to the right. */
    private static String aligned(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(cells.getFirst());
        line.repeat(' ', widths[0] - cells.getFirst().length());
        for (int column = 1; column < widths.length; column++) {
            String cell = cells.get(column);
            line.append(GAP).repeat(' ', widths[column] - cell.length()).append(cell);
        }
        return line.toString().stripTrailing();
    }

    /** At most four digits behind the point and no zero at the end, as Go's shortest form. */
    private static void writeRounded(JsonGenerator json, String name, double value) {
        BigDecimal rounded =
                new BigDecimal(value).setScale(4, RoundingMode.HALF_EVEN).stripTrailingZeros();
        json.writeName(name);
        json.writeNumber(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
    }
}
