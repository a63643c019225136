/**
 * One request from end to end, as plain objects confined to one event loop: which route it takes,
 * which endpoint serves it, how its answer counts, what is said when it fails. Nothing here sees a
 * channel: requests come in and answers go out through {@link dev.fairlead.proxy.http.MessageSink},
 * connections come from {@link dev.fairlead.proxy.pool.ConnectionPool}, time from a clock that is
 * handed in.
 *
 * <pre>
 *  edge ─▶ Exchange ─▶ Destination ── route, meters
 *              │            └──────── backends: one, or by weight one of a split
 *              │                          └── each: balancer, queue, fail-fast
 *              ▼
 *           Attempt ─▶ pool ─▶ edge of the endpoint
 *              │
 *              ▼  a ProxyFailure
 *           Rescue ─▶ an answer of our own
 * </pre>
 */
@NullMarked
package dev.fairlead.proxy.exchange;

import org.jspecify.annotations.NullMarked;
