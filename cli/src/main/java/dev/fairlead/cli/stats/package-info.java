/**
 * What routes do, in figures: {@link dev.fairlead.cli.stats.MetricsText} reads the page of a
 * sidecar, {@link dev.fairlead.cli.stats.RouteSnapshot} holds its route counters, {@link
 * dev.fairlead.cli.stats.RouteRow} is one line for people and {@link
 * dev.fairlead.cli.stats.RouteListing} prints them. Everything here is a pure value.
 */
@NullMarked
package dev.fairlead.cli.stats;

import org.jspecify.annotations.NullMarked;
