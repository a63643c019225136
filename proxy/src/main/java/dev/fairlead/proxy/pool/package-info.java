/**
 * Connections to endpoints. A {@link dev.fairlead.proxy.pool.ConnectionPool} belongs to one
 * endpoint and one event loop: every connection it makes runs on that loop, so that both sides of
 * an exchange share it and nothing is locked.
 */
@NullMarked
package dev.fairlead.proxy.pool;

import org.jspecify.annotations.NullMarked;
