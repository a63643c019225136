/**
 * The service profile as immutable values, and what it decides: which route a request takes, how a
 * response counts.
 */
@NullMarked
package dev.fairlead.route;

import org.jspecify.annotations.NullMarked;
