/**
 * {@code fairlead demo}: a bookshop whose three services each stand behind a sidecar of their own.
 *
 * <pre>
 *                  ┌ webapp ─────────────────┐        ┌ authors ────────────┐
 *  Traffic ───────►│ inbound ► application   │   ┌───►│ inbound ► application│
 *                  │              │          │   │    └─────────────────────┘
 *                  │           outbound ─────┼───┤    ┌ books ──────────────┐
 *                  └─────────────────────────┘   └───►│ inbound ► application│
 *                                                     └─────────────────────┘
 * </pre>
 *
 * <p>The sidecars are processes of the command {@code fairlead proxy}; the applications and the
 * traffic live in the demo's own. {@link dev.fairlead.cli.demo.Demo} starts and ends it all; what
 * is shown comes from the sidecars' {@code /metrics} alone, and {@link dev.fairlead.cli.demo.Audit}
 * holds it against what was sent and answered.
 *
 * <p>Three routes have trouble: one fails half the time, which {@link
 * dev.fairlead.cli.demo.ProfileEdit} lets the sidecar retry while the demo runs; one is slow now
 * and then, which a timeout bounds; one fails in turn and is not retried, since it costs money.
 */
@NullMarked
package dev.fairlead.cli.demo;

import org.jspecify.annotations.NullMarked;
