/**
 * Which endpoint gets a request: membership and readiness, measured load, and the choice. Plain
 * objects of one event loop; no channel, no clock and no chance but what is given.
 */
@NullMarked
package dev.fairlead.proxy.balance;

import org.jspecify.annotations.NullMarked;
