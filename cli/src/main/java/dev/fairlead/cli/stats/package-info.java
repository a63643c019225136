/**
 * What routes do, in figures: {@link dev.fairlead.cli.stats.MetricsText} reads the page of a
 * sidecar, {@link dev.fairlead.cli.stats.RouteSnapshot} holds its route counters, {@link
 * dev.fairlead.cli.stats.RouteRow} is one line for people, {@link
 * dev.fairlead.cli.stats.RouteListing} prints them and {@link dev.fairlead.cli.stats.RouteNotes}
 * says what has no column. Everything here is a pure value.
 *
 * <p><i>Effective</i> is what the client of a route saw, <i>actual</i> what was sent for it: they
 * differ by the retries.
 */
@NullMarked
package dev.fairlead.cli.stats;

import org.jspecify.annotations.NullMarked;
