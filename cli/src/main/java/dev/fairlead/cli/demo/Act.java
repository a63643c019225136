package dev.fairlead.cli.demo;

import dev.fairlead.cli.stats.RouteColumn;
import dev.fairlead.cli.stats.RouteListing;
import dev.fairlead.cli.stats.RouteNotes;
import dev.fairlead.cli.stats.RouteRow;
import dev.fairlead.cli.stats.RouteSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the demo, in figures.
 *
 * @param counted what the sidecars counted during it
 * @param time how long it took
 */
record Act(RouteSnapshot counted, Duration time) {
    /** Before anything has happened. */
    static final Act NOTHING = new Act(RouteSnapshot.EMPTY, Duration.ZERO);

    List<RouteRow> rows() {
        return ShopRows.of(counted, time);
    }

    /** The table, and below it what has no column. */
    List<String> lines() {
        List<RouteRow> rows = rows();
        List<String> lines = new ArrayList<>(RouteListing.table(RouteColumn.WIDE, rows));
        List<String> notes = RouteNotes.of(rows);
        if (!notes.isEmpty()) {
            lines.add("");
            lines.addAll(notes);
        }
        return lines;
    }
}
