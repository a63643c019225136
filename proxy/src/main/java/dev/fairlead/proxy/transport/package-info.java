/**
 * Sockets and what is done with their bytes before anybody knows what they mean: which transport
 * carries them, where they were going, which protocol they speak, and the relay for those that are
 * not HTTP.
 *
 * <p>An accepted connection starts with this pipeline; {@code AUTO_READ} is off, half-closure is
 * allowed:
 *
 * <pre>
 *  socket ─► metrics ─► protocol-detector ─► last
 *            │          │                    └ LastHandler: what nobody handled
 *            │          └ ProtocolDetector: reads until it knows, then is replaced by an HTTP
 *            │             codec, a Flusher and an edge, or by TcpRelay, and replays what it read
 *            └ TransportMetricsHandler: feeds a ByteMeter
 * </pre>
 */
@NullMarked
package dev.fairlead.proxy.transport;

import org.jspecify.annotations.NullMarked;
