/**
 * The catalogue of meters, the handles resolved from it, and the page they are scraped from.
 *
 * <p>{@link dev.fairlead.metrics.ProxyMetrics} is shared by the process. Each event loop asks it
 * once for its {@link dev.fairlead.metrics.LoopMetrics} and resolves handles there: {@link
 * dev.fairlead.metrics.HttpMeters} for a route or an endpoint, {@link
 * dev.fairlead.metrics.TransportMeters} for a peer, {@link dev.fairlead.metrics.Counter} and {@link
 * dev.fairlead.metrics.Histogram} for the rest. A handle writes plain cells of its loop; {@link
 * dev.fairlead.metrics.ScrapePage} sums them over the loops.
 */
@NullMarked
package dev.fairlead.metrics;

import org.jspecify.annotations.NullMarked;
