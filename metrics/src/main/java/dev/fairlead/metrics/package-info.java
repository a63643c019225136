/** The catalogue of meters, the handles resolved from it, and the page they are scraped from. */
@NullMarked
package dev.fairlead.metrics;

import org.jspecify.annotations.NullMarked;
